import type { Registry } from '@recordings/call-record';
import { makeFindBucketFault, makeS3Client } from '@recordings/recording-store';
import { ConfigurationError } from '@recordings/service';
import { physicalName, recordingsBucket } from '@recordings/topology';
import type { Ops } from '../../ops.ts';

/** What must be there before a registry is used. */
export type Needs = {
  /** Names that OCP_CREDENTIALS of the workers must have, because no group used them before. */
  readonly credentials: readonly string[];
  /** Hosts that CALLBACK_HOSTS of the reconciler-workers must have. */
  readonly callbackHosts: readonly string[];
  /** Buckets of lines of business that cannot be used, and why. Absent if they were not looked for. */
  readonly buckets?: readonly { readonly bucket: string; readonly fault: string }[];
};

type Groups = Pick<Registry, 'groups'>;

/** Finds what a new registry needs beyond the old one, and looks for each of its buckets. */
export const findNeeds = async (ops: Ops, before: Groups, after: Registry): Promise<Needs> => {
  const buckets = await findMissingBuckets(ops, after);
  return {
    credentials: added(credentialsOf(before), credentialsOf(after)),
    callbackHosts: added(hostsOf(before), hostsOf(after)),
    ...(buckets && { buckets }),
  };
};

const added = (before: readonly string[], after: readonly string[]): string[] =>
  [...new Set(after)].filter((name) => !before.includes(name));

const credentialsOf = ({ groups }: Groups): string[] => groups.map(({ credentials }) => credentials);

const hostsOf = ({ groups }: Groups): string[] =>
  groups.flatMap(({ callbackUrl }) => (callbackUrl === undefined ? [] : [new URL(callbackUrl).host]));

/** @returns undefined after a complaint, if the configuration does not say where the buckets are. */
const findMissingBuckets = async (ops: Ops, { linesOfBusiness }: Registry): Promise<Needs['buckets']> => {
  const config = await readConfig(ops);
  if (!config) return undefined;
  const s3 = makeS3Client(config);
  const findFault = makeFindBucketFault(s3);
  try {
    const looks = linesOfBusiness.map(async (line) => {
      const bucket = physicalName(config.RESOURCE_PREFIX, recordingsBucket(line));
      return { bucket, fault: await findFault(bucket) };
    });
    const found = await Promise.all(looks);
    return found.flatMap(({ bucket, fault }) => (fault === undefined ? [] : [{ bucket, fault }]));
  } finally {
    s3.destroy();
  }
};

/** Two files can be compared on a machine without the configuration of a stage. */
const readConfig = async ({ open, terminal }: Ops) => {
  try {
    return (await open()).config;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.complain(`The buckets were not looked for: ${error.message}`);
    return undefined;
  }
};
