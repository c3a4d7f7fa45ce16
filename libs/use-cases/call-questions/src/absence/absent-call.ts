import { CallId, GroupId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** Stands where a record from before the evidence was kept should have it. */
export const NOT_RECORDED = 'not recorded';

/** `explained`: OCP has no recording of such a call. `unidentified`: only bytes that name no call. */
export const AbsenceKind = z.enum(['explained', 'given-up', 'unidentified']);
export type AbsenceKind = z.infer<typeof AbsenceKind>;

const evidence = z.string().optional();

/** A call without a recording, and on what evidence. The order of the fields is the order of the columns of the export. */
export const AbsentCall = z.object({
  tenantId: TenantId,
  callId: CallId,
  groupId: GroupId.optional(),
  lineOfBusiness: z.string().optional(),
  startedAt: Timestamp,
  endedAt: Timestamp.optional(),
  kind: AbsenceKind,
  code: z.string(),
  reason: z.string().describe('Why there is no recording, in words'),
  decidedAt: Timestamp,
  decidedBy: z.string().describe('The service, or the person, that decided it'),
  rule: evidence.describe('The rule of ours that says so'),
  rulesVersion: evidence.describe('Version of the rules that judged: our rule, the listing, or the bytes'),
  groupVersion: evidence.describe('Version of the settings of the group; `registry check --json` prints it'),
  exportJobId: evidence.describe('The export job of OCP whose answer decided it'),
  listing: evidence.describe('What the listing of that job proves: trusted, untrusted, incomplete'),
  listedAt: evidence.describe('When that listing was read'),
  confirmedByJob: z
    .string()
    .optional()
    .describe('A trusted and complete listing of the whole hour of the call, which does not name it'),
  attempts: z.int().describe('How often OCP answered about the call since the last proof of a recording'),
  lastAskedAt: Timestamp.optional(),
  keptUntil: Timestamp.describe('OCP keeps the recording until then, if it has one'),
  rejected: z.int().describe('How many bytes of the call were rejected'),
  rejectedReason: z.string().optional().describe('Why the newest of them were'),
  rejectedKey: z.string().optional().describe('Where they are in the bucket `quarantine`'),
  rejectedSha256: z.string().optional(),
  person: z.string().optional().describe('Who acted on the call last'),
  personAction: z.string().optional(),
  personReason: z.string().optional(),
  personAt: Timestamp.optional(),
});
export type AbsentCall = z.infer<typeof AbsentCall>;

/** One page of the absence register, oldest call first. */
export const AbsencePage = z.object({
  calls: z.array(AbsentCall),
  pending: z
    .int()
    .describe('Calls of this page that are still to be recovered. They are not in the register'),
  unreadable: z.array(CallId).describe('Calls that are left out, because their items cannot be read'),
  position: Timestamp.optional().describe('Start of the last call that this page looked at'),
  cursor: z.string().optional().describe('Ask with it for the next page; absent on the last page'),
});
export type AbsencePage = z.infer<typeof AbsencePage>;
