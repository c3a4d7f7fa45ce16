import { readdir } from 'node:fs/promises';
import { hourOf, type RegistryGroup, shifted, type Timestamp } from '@recordings/call-record';
import type { ProbedProfile } from '@recordings/ocp-client';
import { ConfigurationError } from '@recordings/service';
import type { ActOptions } from '../act/act.ts';
import { readOcpCredentials } from '../doctor/ocp/read-ocp-credentials.ts';
import type { Ops } from '../ops.ts';
import { readTimeOption } from '../options/time-options.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';
import { chooseGroup } from '../sweep/choose-group.ts';

export type ProbeOptions = ActOptions & {
  readonly group: string;
  readonly tenant?: string;
  readonly profile?: string;
  readonly from?: string;
  readonly to?: string;
  readonly withCdrs?: boolean;
  readonly out: string;
};

const HOUR_MS = 3_600_000;
/** Late enough that OCP has all calls of the range. */
const USUAL_AGE_MS = 3 * HOUR_MS;

/**
 * What a probe would do. It changes nothing, and asks OCP nothing.
 *
 * @throws {WrongArgumentError} for a wrong option.
 * @throws {ConfigurationError} if OCP or the credentials of the group are not configured.
 */
export const planProbe = async (ops: Ops, platform: Platform, options: ProbeOptions) => {
  const group = chooseGroup(platform, options.group, options.tenant);
  const profiles = chooseProfiles(platform, group, options.profile);
  const range = rangeOf(options, ops.now());
  await requireNewFolder(options.out);
  return {
    group,
    profiles,
    range,
    withCdrs: options.withCdrs === true,
    ...(await readAccess(platform, group)),
  };
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
  if ((await filesOf(folder)).length === 0) return;
  throw new WrongArgumentError(`--out is "${folder}"; expected a folder that is new or empty`);
};

const filesOf = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return [folder];
    throw error;
  }
};
