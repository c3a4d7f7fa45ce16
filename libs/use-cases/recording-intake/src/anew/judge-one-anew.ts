import { AUDIO_RULES_VERSION } from '@recordings/audio';
import {
  CallId,
  type CallKey,
  CdrFacts,
  IngestionSource,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';
import { describeRejected } from '../describe-audio.ts';
import { finishRecording } from '../finish-recording.ts';
import type { IdentifiedRecording } from '../incoming-recording.ts';
import { CHECKSUM_MISMATCH, CHECKSUM_UNVERIFIED, judgeRecording } from '../judge-recording.ts';
import { inspectBody, type ReceivedRecording } from '../receive-recording.ts';
import { findGroupOfStaged } from '../staging/finish-staged.ts';
import { followMove } from '../staging/follow-move.ts';
import type { StoreResult } from '../store-recording.ts';
import type { AnewDeps } from './anew-deps.ts';
import { readJson } from './read-json.ts';

/** The parts of `{key}.json` that are needed. Verdicts without a version are of the first rules. */
const Explanation = z.looseObject({
  tenantId: TenantId,
  callId: CallId,
  reason: z.string().optional(),
  sha256: z.string(),
  declared: z.object({
    sizeBytes: z.number().optional(),
    sha256: z.string().optional(),
    listedSizeBytes: z.number().optional(),
  }),
  source: IngestionSource,
  facts: CdrFacts,
  at: Timestamp,
  rulesVersion: z.number().int().default(1),
});
type Explanation = z.infer<typeof Explanation>;

/** The explanation does not have every digest that the sender declared, and no audio rule replaces one. */
const FINAL_REASONS: readonly (string | undefined)[] = [CHECKSUM_MISMATCH, CHECKSUM_UNVERIFIED];

/**
 * Judges one quarantined recording by the rules of today, if older ones rejected it and its call is not stored. If they
 * accept it, it is stored from its place in quarantine, where it stays.
 *
 * @returns undefined if there was nothing to judge.
 */
export const judgeOneAnew = async (
  deps: AnewDeps,
  key: string,
  signal: AbortSignal,
): Promise<StoreResult | undefined> => {
  const stored = await deps.readQuarantine(`${key}.json`, signal);
  const explanation = stored && Explanation.safeParse(await readJson(stored.body)).data;
  if (!explanation || explanation.rulesVersion >= AUDIO_RULES_VERSION) return undefined;
  const { sha256, reason } = explanation;
  if (FINAL_REASONS.includes(reason)) return undefined;
  const callKey = await followMove(deps, explanation);
  const record = await deps.getCall(callKey);
  if (!record || record.s3Stored) return undefined;
  const object = await deps.readQuarantine(key, signal);
  if (!object) return undefined;

  const received = { ...(await inspectBody(object.body)), held: { kind: 'quarantined', key } as const };
  const recording = await identify(deps, callKey, explanation);
  const isListed = record.quarantined?.some((one) => one.sha256 === sha256) ?? false;
  const distrust = judgeRecording(received, recording.declared, recording.group);
  if (distrust && !isListed) {
    // The record lists only newer bytes, so only the explanation changes.
    await explainAnew(deps, key, { ...explanation, ...distrust }, received, recording, signal);
    return { kind: 'quarantined', key: recording.key, sha256, ...distrust, isCallStored: false };
  }
  const result = await finishRecording(deps.intake, recording, received, explanation.at, signal);
  if (result.kind !== 'quarantined')
    await explainAnew(
      deps,
      key,
      { ...explanation, acceptedAt: deps.intake.now() },
      received,
      recording,
      signal,
    );
  return result;
};

const identify = async (
  deps: AnewDeps,
  key: CallKey,
  { declared, source, facts }: Explanation,
): Promise<IdentifiedRecording> => {
  return { key, group: await findGroupOfStaged(deps, key, facts.groupId), facts, declared, source };
};

/** So that the next pass does not judge it again. */
const explainAnew = (
  { intake }: Pick<AnewDeps, 'intake'>,
  key: string,
  explanation: object,
  { verdict }: ReceivedRecording,
  { group }: IdentifiedRecording,
  signal: AbortSignal,
): Promise<void> =>
  intake.store.explainQuarantined(key, { ...explanation, ...describeRejected(verdict, group) }, signal);
