import { PiiFields } from '@recordings/pii';
import { z } from 'zod';
import { BusinessRule } from './business-rule.ts';
import { ExportProfile } from './export-constraints.ts';
import { GroupId, TenantId } from './ids.ts';
import { SHORTER_THAN_CALL_SHARE } from './shorter-than-call.ts';
import { Slug } from './slug.ts';
import { timestampOf } from './timestamp.ts';
import { isUnregisteredTenant } from './unregistered-tenant.ts';

/** A day means its midnight in UTC. As a timestamp it compares with the start of a call. */
const RecordedSince = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a day (2026-01-15) or a time with an offset (2026-01-15T10:30:00Z)',
  })
  .transform((since) => timestampOf(Date.parse(since)));

/** OCP does not publish its channel names. These cannot mean a call; any other name counts as a call with audio. */
const CHANNELS_WITHOUT_AUDIO = [
  'chat',
  'webchat',
  'web_chat',
  'web-chat',
  'sms',
  'text',
  'email',
  'whatsapp',
  'messenger',
  'facebook',
  'teams_chat',
];

const RETENTION_RANGE = 'must be a whole number of days, 1 to 3650';

const SHARE_RANGE = 'must be a number, 0 (never flagged) to 1';

const CALLBACK_URL = 'must be an https URL without user and password';

/** No secret: the events of windows have it, and a change of it is logged. */
const CallbackUrl = z
  .url({ protocol: /^https$/, error: CALLBACK_URL, abort: true })
  .refine((url) => new URL(url).username === '' && new URL(url).password === '', CALLBACK_URL);

/** What may drive the export jobs of a group. */
export const Orchestrator = z.enum(['sqs', 'step-functions']);
export type Orchestrator = z.infer<typeof Orchestrator>;

/** Strict: with a misspelt key ignored, its default would silently apply. */
const Group = z.strictObject({
  name: GroupId,
  tenant: TenantId,
  /** Tenants that had this group before. Their calls of it are moved to this one; without this they stay. */
  takenOverFrom: z.array(TenantId).optional(),
  lineOfBusiness: z.object({ default: Slug, byApp: z.record(z.string(), Slug).default({}) }),
  recording: z.object({ enabled: z.boolean(), since: RecordedSince.optional() }),
  /** Channels that never have audio, as events name them, in lower case. */
  unrecordedChannels: z.array(z.string().toLowerCase()).default(CHANNELS_WITHOUT_AUDIO),
  /** OCP's default is 60. At most ten years, so that a deadline is a valid timestamp. */
  retentionDays: z
    .int({ error: RETENTION_RANGE })
    .min(1, RETENTION_RANGE)
    .max(3_650, RETENTION_RANGE)
    .default(60),
  /** A recording shorter than this share of its call is flagged. OCP pauses recordings, so it is only information. */
  shorterThanCallShare: z
    .number({ error: SHARE_RANGE })
    .min(0, SHARE_RANGE)
    .max(1, SHARE_RANGE)
    .default(SHORTER_THAN_CALL_SHARE),
  businessRules: z
    .array(BusinessRule)
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, 'a rule is there twice')
    .default([]),
  /** Keys of the flow's key-value pairs that are kept on the record. The others are dropped. */
  keptKvps: z.array(z.string().min(1).max(64)).max(50).default([]),
  /** What happens to personal fields, over what the registry says for all groups. */
  pii: PiiFields.default({}),
  /** The result of each window of the group is posted here. */
  callbackUrl: CallbackUrl.optional(),
  credentials: z.string().min(1),
  exportProfile: z.string().min(1),
  /** What drives the export jobs of the group. Absent: the variable `ORCHESTRATOR` says it. */
  orchestrator: Orchestrator.optional(),
});
export type Group = z.infer<typeof Group>;

/** The shape of the registry file. `checkReferences` checks what its places say of each other. */
export const RegistryFile = z.object({
  version: z.literal(1),
  tenants: z
    .array(
      z.object({
        id: TenantId.refine((id) => !isUnregisteredTenant(id), '"unknown" and "unknown:..." are reserved'),
        name: z.string(),
      }),
    )
    .min(1),
  linesOfBusiness: z.array(z.object({ id: Slug, name: z.string() })).min(1),
  exportProfiles: z.record(z.string(), ExportProfile),
  /** What happens to personal fields of every group. */
  pii: PiiFields.default({}),
  groups: z.array(Group).min(1),
});
export type RegistryFile = z.infer<typeof RegistryFile>;
