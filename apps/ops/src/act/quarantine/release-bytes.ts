import { type CallKey, makeLocateRecording } from '@recordings/call-record';
import { makeBatchingPublisher, makeSnsClient } from '@recordings/messaging';
import { recordingStored } from '@recordings/reconciliation';
import { makeReleaseQuarantined, type Released } from '@recordings/recording-intake';
import { ConfigurationError } from '@recordings/service';
import type { Ops } from '../../ops.ts';
import { readCallKey } from '../../options/call-key.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import type { Platform } from '../../platform.ts';
import { type ActOptions, act } from '../act.ts';
import { readWhy } from './list-quarantine.ts';
import { openQuarantine } from './open-quarantine.ts';

export type ReleaseOptions = ActOptions & { readonly sha256?: string };

/** Stores rejected bytes as the recording of their call, because a person accepts them. */
export const releaseBytes = async (
  ops: Ops,
  tenant: string,
  call: string,
  options: ReleaseOptions,
): Promise<ExitStatus> => {
  const key = readCallKey(tenant, call);
  const platform = await ops.open();
  const record = await platform.stores.calls.get(key);
  const listed = record?.quarantined ?? [];
  // A release whose process died before it was published is repeated.
  const isReleased = record?.lastManualAction?.what === 'release';
  if (!record || listed.length === 0 || (record.s3Stored && !isReleased)) {
    ops.terminal.complain(sayWhyNot(record?.s3Stored));
    return exitStatus.nothingFound;
  }
  const { sha256, reason, sizeBytes, key: at } = choose(listed, options.sha256);
  const release = makeRelease(ops, platform);
  const about = { ...key, sha256, rejectedFor: reason, sizeBytes, at };
  return act<{ readonly result: Released }>(ops, options, {
    command: 'quarantine release',
    about,
    plan: {
      text: `To become the recording of call ${key.callId}: ${sizeBytes ?? '?'} bytes that were rejected for ${reason}.`,
      json: about,
    },
    run: async (by) => {
      const result = await release({ ...key, sha256, by, reason: options.reason }, ops.signal);
      if (result === 'released') await hideAccepted(ops, platform, at, by);
      return { result };
    },
    render: ({ result }) => WORDS[result],
    statusOf: ({ result }) => statusOf({ isAnyDone: result === 'released' }),
  });
};

/** Accepted bytes leave the list of what is in quarantine. */
const hideAccepted = async (ops: Ops, platform: Platform, key: string, by: string): Promise<void> => {
  const store = openQuarantine(platform);
  const why = (await readWhy(store, key, ops.signal)) ?? {};
  await store.explainQuarantined(key, { ...why, acceptedAt: ops.now(), acceptedBy: by }, ops.signal);
};

const WORDS: Readonly<Record<Released, string>> = {
  released: 'The bytes are the recording of the call now. They and their verdict stay in quarantine.',
  stored: 'Nothing was changed: the call has a recording already, which is never replaced.',
  'no call': 'Nothing was changed: there is no record of the call.',
  'no bytes': 'Nothing was changed: the bytes are not in quarantine any more.',
};

const sayWhyNot = (isStored: boolean | undefined): string =>
  isStored
    ? 'The call has a recording already, which is never replaced.'
    : 'The call has no rejected bytes, or there is no record of it.';

/** @throws {WrongArgumentError} if several bytes were rejected and none is named. */
const choose = <Q extends { readonly sha256: string }>(
  listed: readonly Q[],
  sha256: string | undefined,
): Q => {
  const fitting = listed.filter((one) => sha256 === undefined || one.sha256.startsWith(sha256));
  const [first, ...more] = fitting;
  if (first && more.length === 0) return first;
  const known = listed.map((one) => one.sha256).join(', ');
  throw new WrongArgumentError(`--sha256 is "${sha256 ?? ''}"; expected the beginning of one of: ${known}`);
};

const makeRelease = (ops: Ops, platform: Platform) => {
  const { config, registry, stores } = platform;
  const { RECORDING_EVENTS_TOPIC_ARN: topicArn } = config;
  if (topicArn === undefined)
    throw new ConfigurationError(
      'RECORDING_EVENTS_TOPIC_ARN is not set; a released recording is published there',
    );
  const store = openQuarantine(platform);
  const publish = makeBatchingPublisher({
    sns: makeSnsClient(),
    topicArn,
  });
  return makeReleaseQuarantined({
    store,
    readQuarantine: store.readQuarantine,
    calls: stores.calls,
    getCall: (key: CallKey) => stores.calls.get(key),
    findGroup: (name, tenantId) => registry.findGroup(name, tenantId),
    locate: makeLocateRecording(config.RESOURCE_PREFIX, () => undefined),
    publishStored: (stored) => publish(recordingStored(stored, ops.now())),
    now: ops.now,
    shardCount: config.RECONCILIATION_SHARDS,
  });
};
