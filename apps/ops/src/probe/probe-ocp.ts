import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hourOf, type RegistryGroup, shifted, type Timestamp } from '@recordings/call-record';
import {
  makeOcpProbe,
  type ProbedProfile,
  type ProbeResult,
  probeProfiles,
  redactExchange,
  redactFinding,
} from '@recordings/ocp-client';
import { ConfigurationError } from '@recordings/service';
import { openOcpGate } from '../doctor/ocp/open-ocp-gate.ts';
import { readOcpCredentials } from '../doctor/ocp/read-ocp-credentials.ts';
import type { Ops } from '../ops.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';
import { chooseGroup } from '../sweep/choose-group.ts';
import { renderProbe } from './render-probe.ts';

export type ProbeOptions = {
  readonly group: string;
  readonly tenant?: string;
  readonly profile?: string;
  readonly from?: string;
  readonly to?: string;
  readonly withCdrs?: boolean;
  readonly out: string;
  readonly json?: boolean;
};

const HOUR_MS = 3_600_000;
/** Late enough that OCP has all calls of the range. */
const USUAL_AGE_MS = 3 * HOUR_MS;
/** OCP needs seconds to minutes for an hour of calls. A person waits. */
const POLL_MS = 10_000;
const MAX_POLLS = 60;

/** Makes one export, keeps its exchanges in a folder, and names the settings of the export profile that differ. */
export const probeOcp = async (ops: Ops, options: ProbeOptions): Promise<ExitStatus> => {
  const platform = await ops.open();
  const group = chooseGroup(platform, options.group, options.tenant);
  const profiles = chooseProfiles(platform, group, options.profile);
  const range = rangeOf(options, ops.now());
  await requireNewFolder(options.out);
  const { auth, config } = await readAccess(platform, group);
  const probe = makeOcpProbe(config, auth, {
    gate: openOcpGate(config, platform.stores),
    ...{ group: group.name, signal: ops.signal },
  });
  const probed = await probeProfiles(
    {
      ...probe,
      maxPolls: MAX_POLLS,
      pause: () => sleep(POLL_MS, undefined, { signal: ops.signal }),
      onStep: (step) => ops.progress(`probe: ${step}`),
    },
    profiles,
    { ...range, group: group.name, format: 'wav', withCdrs: options.withCdrs === true },
  );
  const findings = probed.findings.map((finding) => redactFinding(finding, auth, group));
  const result = { ...probed, findings };
  const exchanges = result.exchanges.map((exchange) => redactExchange(exchange, auth, group));
  await keep(options.out, result, exchanges);
  const { exchanges: _, ...said } = result;
  ops.terminal.say(
    options.json
      ? JSON.stringify({ ...said, folder: options.out })
      : renderProbe(result, group.name, options.out),
  );
  return statusOf(result);
};

const statusOf = ({ findings, isWhole }: ProbeResult): ExitStatus => {
  if (findings.length > 0) return exitStatus.failed;
  return isWhole ? exitStatus.done : exitStatus.nothingFound;
};

/** The chosen profile, then the others. */
const chooseProfiles = (
  { registry: { exportProfiles } }: Platform,
  group: RegistryGroup,
  name: string = group.exportProfile,
): readonly [ProbedProfile, ...ProbedProfile[]] => {
  const chosen = exportProfiles.find((profile) => profile.name === name);
  if (chosen) return [chosen, ...exportProfiles.filter((profile) => profile !== chosen)];
  const known = exportProfiles.map((profile) => profile.name).join(', ');
  throw new WrongArgumentError(`--profile is "${name}"; expected one of the registry: ${known}`);
};

const rangeOf = ({ from, to }: ProbeOptions, now: Timestamp) => {
  const end = to === undefined ? hourOf(shifted(now, -USUAL_AGE_MS)) : readTimeOption('--to', to, now);
  const start = from === undefined ? shifted(end, -HOUR_MS) : readTimeOption('--from', from, now);
  if (start >= end) throw new WrongArgumentError('--from must be before --to');
  return { fromDate: start, toDate: end };
};

/** @throws {ConfigurationError} if OCP or the credentials of the group are not configured. */
const readAccess = async ({ config }: Platform, group: RegistryGroup) => {
  const { OCP_BASE_URL, OCP_CREDENTIALS: source } = config;
  if (OCP_BASE_URL === undefined || source === undefined)
    throw new ConfigurationError('OCP_BASE_URL and OCP_CREDENTIALS must be set, as of the reconciler-worker');
  const credentials = await readOcpCredentials(source);
  const auth = Object.hasOwn(credentials, group.credentials) ? credentials[group.credentials] : undefined;
  if (!auth) throw new ConfigurationError(`OCP_CREDENTIALS lacks "${group.credentials}"`);
  const more = { OCP_CREDENTIALS: source, OCP_CREDENTIALS_RELOAD_SECONDS: 60 };
  return { auth, config: { ...config, OCP_BASE_URL, ...more } };
};

const requireNewFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  throw new WrongArgumentError(`--out is "${folder}"; expected a folder that is new or empty`);
};

/** A file for each exchange, in their order, and one for what was found. */
const keep = async (
  folder: string,
  { exchanges, ...result }: ProbeResult,
  kept: readonly object[],
): Promise<void> => {
  const write = (name: string, content: object): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`, { flag: 'wx' });
  for (const [at, exchange] of kept.entries())
    await write(`${String(at + 1).padStart(2, '0')}-${exchanges[at]!.operation}.json`, exchange);
  await write('findings.json', result);
};
