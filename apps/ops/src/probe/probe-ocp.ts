import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  makeOcpProbe,
  type ProbeResult,
  probeProfiles,
  redactExchange,
  redactFinding,
} from '@recordings/ocp-client';
import { act, checkReason } from '../act/act.ts';
import { openOcpGate } from '../doctor/ocp/open-ocp-gate.ts';
import type { Ops } from '../ops.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { shortTime } from '../output/short-time.ts';
import type { Platform } from '../platform.ts';
import { type ProbeOptions, planProbe } from './plan-probe.ts';
import { renderProbe } from './render-probe.ts';

type Plan = Awaited<ReturnType<typeof planProbe>>;

/** What is printed and kept with the action. The exchanges are in the folder. */
export type Probed = Omit<ProbeResult, 'exchanges'> & { readonly requests: number; readonly folder: string };

/** OCP needs seconds to minutes for an hour of calls. A person waits. */
const POLL_MS = 10_000;
const MAX_POLLS = 60;

/** Makes one export, keeps its exchanges in a folder, and names the settings of the export profile that differ. */
export const probeOcp = async (ops: Ops, options: ProbeOptions): Promise<ExitStatus> => {
  checkReason(options.reason);
  const platform = await ops.open();
  const plan = await planProbe(ops, platform, options);
  const { group, profiles, range, withCdrs, config } = plan;
  const about = {
    ...{ tenantId: group.tenant, groupId: group.name, ocp: config.OCP_BASE_URL, profile: profiles[0].name },
    ...{ ...range, withCdrs, folder: options.out },
  };
  return act<Probed>(ops, options, {
    command: 'probe',
    about,
    plan: { text: sayPlan(plan), json: about },
    run: () => probe(ops, platform, plan, options.out),
    render: (result) => renderProbe(result, group.name),
    statusOf: ({ findings, isWhole }) => {
      if (findings.length > 0) return exitStatus.failed;
      return isWhole ? exitStatus.done : exitStatus.nothingFound;
    },
  });
};

const sayPlan = ({ group, range, withCdrs, profiles: [profile], config }: Plan): string =>
  [
    `One export of ${group.name} (${group.tenant}) is to be made at ${config.OCP_BASE_URL}:`,
    `  calls from ${shortTime(range.fromDate)} to ${shortTime(range.toDate)}, ${withCdrs ? 'with' : 'without'} CDRs, in the form of profile ${profile.name}`,
    `  It takes the export slot of the group, at most ${MAX_POLLS} polls and one download from the request budget.`,
  ].join('\n');

const probe = async (
  ops: Ops,
  platform: Platform,
  { group, profiles, range, withCdrs, auth, config }: Plan,
  folder: string,
): Promise<Probed> => {
  await mkdir(folder, { recursive: true });
  const client = makeOcpProbe(config, auth, {
    gate: openOcpGate(config, platform.stores),
    ...{ group: group.name, signal: ops.signal },
  });
  const { exchanges, ...probed } = await probeProfiles(
    {
      ...client,
      maxPolls: MAX_POLLS,
      pause: () => sleep(POLL_MS, undefined, { signal: ops.signal }),
      onStep: (step) => ops.progress(`probe: ${step}`),
    },
    profiles,
    { ...range, group: group.name, format: 'wav', withCdrs },
  );
  const findings = probed.findings.map((finding) => redactFinding(finding, auth, group));
  const result = { ...probed, findings };
  await keep(folder, result, exchanges, (exchange) => redactExchange(exchange, auth, group));
  return { ...result, requests: exchanges.length, folder };
};

type Exchange = ProbeResult['exchanges'][number];

/** A file for each exchange, in their order, and one for what was found. */
const keep = async (
  folder: string,
  result: object,
  exchanges: readonly Exchange[],
  redact: (exchange: Exchange) => object,
): Promise<void> => {
  const write = (name: string, content: object): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`, { flag: 'wx' });
  for (const [at, exchange] of exchanges.entries())
    await write(`${String(at + 1).padStart(2, '0')}-${exchange.operation}.json`, redact(exchange));
  await write('findings.json', result);
};
