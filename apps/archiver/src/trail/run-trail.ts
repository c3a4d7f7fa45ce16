import { parseArgs } from 'node:util';
import { renderTrail, trailOf } from '@recordings/audit-archive';
import { CallId, type CallKey, TenantId } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { checkS3Config, makeS3Client, s3Config } from '@recordings/recording-store';
import { commonConfig, loadConfig } from '@recordings/service';
import { auditBucket, physicalName } from '@recordings/topology';
import { z } from 'zod';
import { readArchive } from './read-archive.ts';

const USAGE = `usage: npm run trail -- TENANT CALL_ID [--json]

Prints everything that happened to a call: the audit archive and the history of its record.
It needs RESOURCE_PREFIX and the variables of the AWS SDK.

Exit status: 0 printed, 1 AWS or the configuration failed, 2 wrong arguments, 3 nothing is known of the call.`;

const TrailConfig = z
  .object({ RESOURCE_PREFIX: commonConfig.RESOURCE_PREFIX, ...s3Config })
  .superRefine(checkS3Config);

export type Terminal = { readonly say: (text: string) => void; readonly complain: (text: string) => void };

/** Prints the trail of one call. @returns the exit status, see `USAGE`. */
export const runTrail = async (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { say, complain }: Terminal,
): Promise<number> => {
  const command = readArguments(args);
  if (typeof command === 'string') {
    complain(command);
    return 2;
  }
  const { isJson, ...key } = command;
  try {
    const trail = await readTrail(key, environment);
    if (trail.items.length === 0) {
      complain(`Nothing is known of call ${key.callId} of tenant ${key.tenantId}.`);
      return 3;
    }
    say(isJson ? JSON.stringify({ ...key, ...trail }) : renderTrail(key, trail));
    return 0;
  } catch (error) {
    complain(`The trail could not be read: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};

/** @returns what is wrong, as text, or the command. */
const readArguments = (args: readonly string[]): string | (CallKey & { readonly isJson: boolean }) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [tenant, call, ...more] = positionals;
    if (more.length > 0) return `Too many arguments: ${more.join(' ')}\n\n${USAGE}`;
    return { tenantId: TenantId.parse(tenant), callId: CallId.parse(call), isJson: values.json };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    return `${reason}\n\n${USAGE}`;
  }
};

const readTrail = async (key: CallKey, environment: Readonly<Record<string, string | undefined>>) => {
  const config = loadConfig(TrailConfig, environment);
  const prefix = config.RESOURCE_PREFIX;
  const { readHistories } = makeStores(makeDynamoDbClient(), prefix, () =>
    Promise.reject(new Error('a trail changes no call')),
  );
  const bucket = physicalName(prefix, auditBucket);
  // The record first: an entry that is folded after this read is in the answer.
  const [stored = { kind: 'absent' as const }] = await readHistories([key]);
  return trailOf(key, await readArchive(makeS3Client(config), bucket, key), stored);
};
