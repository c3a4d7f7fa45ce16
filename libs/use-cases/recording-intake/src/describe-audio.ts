import { AUDIO_RULES_VERSION, type AudioVerdict } from '@recordings/audio';
import {
  type JudgedAudio,
  judgeByRules,
  type QuarantinedObject,
  type RegistryGroup,
  type RuleVerdict,
  type StoredAudio,
} from '@recordings/call-record';
import type { DeclaredBytes, IdentifiedRecording } from './incoming-recording.ts';
import type { InspectedBytes } from './receive-recording.ts';

/** The listing of the export job gives another size than the stored bytes have. */
const LISTED_SIZE_DIFFERS = 'LISTED_SIZE_DIFFERS';
/** A business rule of the group is not met. `businessRules` says which. */
const BUSINESS_RULE_UNMET = 'BUSINESS_RULE_UNMET';

/** On the stored audio: a person accepted what the rules had rejected. */
export const ACCEPTED_BY_PERSON = 'ACCEPTED_BY_PERSON';

type Accepted = Extract<AudioVerdict, { verdict: 'accept' }>;

/** What the record says of stored audio. @returns undefined if the probe rejects the bytes. */
export const describeAudio = (
  { verdict, sizeBytes, sha256 }: InspectedBytes,
  { declared, group }: Pick<IdentifiedRecording, 'declared' | 'group'>,
): StoredAudio | undefined => {
  if (verdict.verdict !== 'accept') return undefined;
  const { silentTailMs, trailingBytes } = verdict;
  const rules = describeRules(verdict, group);
  return {
    ...factsOf(verdict.audio),
    bytes: sizeBytes,
    sha256,
    flags: [...verdict.flags, ...flagSize(declared, sizeBytes), ...flagRules(rules.businessRules)],
    ...(silentTailMs !== undefined && { silentTailMs }),
    ...(trailingBytes !== undefined && { trailingBytes }),
    ...rules,
  };
};

/** What the record says of rejected bytes, beside the reason: what can be played of them, and by which rules. */
export const describeRejected = (
  verdict: AudioVerdict,
  group: RegistryGroup | undefined,
): Pick<QuarantinedObject, 'audio' | 'rulesVersion' | 'businessRules'> => {
  const rules =
    verdict.verdict === 'accept' ? describeRules(verdict, group) : { rulesVersion: AUDIO_RULES_VERSION };
  return verdict.audio === undefined ? rules : { audio: factsOf(verdict.audio), ...rules };
};

const factsOf = ({ codec, channels, sampleRateHz, durationMs }: NonNullable<AudioVerdict['audio']>) => ({
  codec,
  channels,
  sampleRateHz,
  durationMs,
});

/** What the business rules of the group say of audio that the probe accepts. */
export const judgeByGroup = (
  { audio, flags }: Accepted,
  group: RegistryGroup | undefined,
): readonly RuleVerdict[] => {
  const judged: JudgedAudio = { ...audio, flags: [...flags] };
  return judgeByRules(group?.businessRules ?? [], judged);
};

const describeRules = (
  verdict: Accepted,
  group: RegistryGroup | undefined,
): Pick<StoredAudio, 'rulesVersion' | 'businessRules'> => {
  const businessRules = judgeByGroup(verdict, group);
  return {
    rulesVersion: AUDIO_RULES_VERSION,
    ...(businessRules.length > 0 && { businessRules: [...businessRules] }),
  };
};

const flagSize = ({ listedSizeBytes }: DeclaredBytes, sizeBytes: number): string[] =>
  listedSizeBytes === undefined || listedSizeBytes === sizeBytes ? [] : [LISTED_SIZE_DIFFERS];

const flagRules = (verdicts: readonly RuleVerdict[] = []): string[] =>
  verdicts.some(({ isMet }) => !isMet) ? [BUSINESS_RULE_UNMET] : [];

const UNKNOWN_AUDIO = { codec: 'unknown', channels: 0, sampleRateHz: 0, durationMs: 0 };

/** What the record says of rejected bytes that a person accepted. */
export const describeReleased = (
  { verdict, sizeBytes: bytes, sha256 }: InspectedBytes,
  group: RegistryGroup | undefined,
): StoredAudio => {
  const { audio = UNKNOWN_AUDIO, ...rules } = describeRejected(verdict, group);
  const flags = verdict.verdict === 'accept' ? verdict.flags : [];
  return { ...audio, ...rules, bytes, sha256, flags: [...flags, ACCEPTED_BY_PERSON] };
};
