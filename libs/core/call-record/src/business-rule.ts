import { type AudioFlag, audioCodecs } from '@recordings/audio';
import { z } from 'zod';
import type { RuleVerdict, StoredAudio } from './call-record.ts';
import { Slug } from './slug.ts';

/** `flag`: a recording that does not meet the rule is stored and flagged. `quarantine`: it is kept in quarantine. */
const named = {
  name: Slug,
  /** Raise it when the rule changes: it is stored beside each verdict. */
  version: z.int().min(1),
  effect: z.enum(['flag', 'quarantine']),
};

/** What a group asks of its recordings, beyond whole audio. Strict, as the group is. */
export const BusinessRule = z.discriminatedUnion('kind', [
  z.strictObject({ ...named, kind: z.literal('minimum-duration'), minDurationMs: z.int().min(1) }),
  z.strictObject({
    ...named,
    kind: z.literal('allowed-codecs'),
    codecs: z.array(z.enum(audioCodecs)).min(1),
  }),
  /** A recording of one channel does not meet it. */
  z.strictObject({ ...named, kind: z.literal('both-channels-alive') }),
]);
export type BusinessRule = z.infer<typeof BusinessRule>;

/** What the rules look at. */
export type JudgedAudio = Pick<StoredAudio, 'codec' | 'channels' | 'durationMs' | 'flags'>;

/** Judges whole audio by each rule of its group. */
export const judgeByRules = (rules: readonly BusinessRule[], audio: JudgedAudio): RuleVerdict[] =>
  rules.map((rule) => {
    const { name, version, effect } = rule;
    const detail = findFault(rule, audio);
    return { name, version, effect, isMet: detail === undefined, ...(detail !== undefined && { detail }) };
  });

const silence: readonly AudioFlag[] = ['SILENT', 'ONE_SIDE_SILENT'];

/** @returns what is wrong; undefined if the rule is met. */
const findFault = (rule: BusinessRule, audio: JudgedAudio): string | undefined => {
  const { codec, channels, durationMs, flags } = audio;
  switch (rule.kind) {
    case 'minimum-duration':
      if (durationMs >= rule.minDurationMs) return undefined;
      return `the recording lasts ${durationMs} ms (at least ${rule.minDurationMs})`;
    case 'allowed-codecs':
      if (rule.codecs.some((allowed) => allowed === codec)) return undefined;
      return `the codec is ${codec} (one of ${rule.codecs.join(', ')})`;
    case 'both-channels-alive':
      if (channels < 2) return 'the recording has one channel (at least 2)';
      return silence.some((flag) => flags.includes(flag)) ? 'a channel is silent' : undefined;
    default:
      return rule satisfies never;
  }
};
