import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  CallId,
  type CallKey,
  type ChangeContext,
  type IngestionSource,
  markStored,
  parseEvent,
  parseRegistry,
  recordEvent,
  shifted,
  TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { makeStores, type Stores } from '@recordings/dynamodb-stores';
import { startProvisionedAws } from '@recordings/local-aws';
import { makeRegistryFile, writeRegistryFile } from '@recordings/test-kit';
import { auditBucket, physicalName } from '@recordings/topology';
import type { Environment } from '../src/platform.ts';
import { runOps } from '../src/run-ops.ts';

/** The time of every command of a test. */
export const NOON: Timestamp = '2026-06-15T12:00:00.000Z';

export const keyOf = (callId: string): CallKey => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse(callId),
});

const registryFile = makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' });
const registry = parseRegistry(registryFile);

export const contextAt = (now: Timestamp): ChangeContext => ({
  group: registry.findGroup('Acme_EN'),
  shardCount: 8,
  now,
  by: 'test',
});

/** What a command printed, and its exit status. */
export type Printed = { readonly status: number; readonly said: string; readonly complaints: string };

/** Tables, queues and buckets of their own, a registry of one group, and a way to run commands on them. */
export const startEnvironment = async (more: Readonly<Record<string, string>> = {}) => {
  const { aws, clients, prefix, topicArns, stop } = await startProvisionedAws();
  const file = await writeRegistryFile(registryFile);
  const settings = {
    ...aws.environment,
    RESOURCE_PREFIX: prefix,
    REGISTRY_FILE: file.path,
    RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
    RECONCILIATION_TOPIC_ARN: topicArns.reconciliationEvents,
    OPS_ACTOR: 'alice',
    ...more,
  };
  Object.assign(process.env, aws.environment);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
  const stores: Stores = makeStores(clients.dynamodb, prefix, () => Promise.resolve());
  return {
    clients,
    prefix,
    settings,
    stores,
    /** A call of one minute that has ended and whose recording is missing. */
    addCall: async (callId: string, startedAt: Timestamp): Promise<void> => {
      const key = keyOf(callId);
      const timestamp = shifted(startedAt, 60_000);
      const event = { eventType: 'CDR_END', timestamp, durationMs: 60_000, callId, channel: 'voice' };
      const parsed = parseEvent({ ...event, groupId: 'Acme_EN' });
      if (parsed.kind !== 'event') throw new Error(parsed.reason);
      await stores.calls.change(key, recordEvent(key, parsed.event, contextAt(timestamp)));
    },
    /** Stores the recording of a call, by default as a push does. */
    storeCall: async (callId: string, source: IngestionSource = 'REALTIME'): Promise<void> => {
      const key = keyOf(callId);
      const location = { bucket: 'sales', key: `acme/${callId}` };
      const measured = {
        codec: 'pcm_s16le',
        channels: 1,
        sampleRateHz: 8_000,
        durationMs: 60_000,
        flags: [],
      };
      const audio = { ...measured, bytes: 960_044, sha256: 'a'.repeat(64) };
      const times = { receivedAt: NOON, processedAt: NOON, storedAt: NOON };
      await stores.calls.change(key, markStored(key, { location, audio, source, ...times }, contextAt(NOON)));
    },
    /** The objects that keep an action, or all of them: first what was to be done, then what came of it. */
    actionsOf: async (id = ''): Promise<Record<string, unknown>[]> => {
      const Bucket = physicalName(prefix, auditBucket);
      const { Contents = [] } = await clients.s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'actions/' }),
      );
      const keys = Contents.flatMap(({ Key = '' }) => (Key.includes(id) ? [Key] : []));
      return Promise.all(
        keys.map(async (Key) => {
          const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
          return JSON.parse(await Body!.transformToString()) as Record<string, unknown>;
        }),
      );
    },
    run: (...args: string[]): Promise<Printed> => runAs(settings, args),
    runAs: (actor: string, ...args: string[]): Promise<Printed> =>
      runAs({ ...settings, OPS_ACTOR: actor }, args),
    stop: async (): Promise<void> => {
      await file.remove();
      await stop();
    },
  };
};
export type OpsEnvironment = Awaited<ReturnType<typeof startEnvironment>>;

const runAs = async (settings: Environment, args: readonly string[]): Promise<Printed> => {
  const said: string[] = [];
  const complaints: string[] = [];
  const terminal = {
    say: (text: string) => void said.push(text),
    complain: (text: string) => void complaints.push(text),
  };
  const status = await runOps(args, settings, terminal, { now: () => Date.parse(NOON) });
  return { status, said: said.join('\n'), complaints: complaints.join('\n') };
};
