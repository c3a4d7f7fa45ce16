import {
  CallCounts,
  type GroupId,
  MAX_UNREGISTERED_GROUPS,
  OTHER_GROUPS,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';

export const UNCONFIRMED = 'unconfirmed';

/** Per cent, rounded down to two places: 100 means that no expected recording is missing. */
const Share = z
  .union([z.number().min(0).max(100), z.literal(UNCONFIRMED)])
  .describe(
    'Stored recordings, in per cent of the expected ones; `unconfirmed` unless a trusted and complete listing of OCP confirms which recordings there are, and while a changed hour waits to be counted again',
  );

const GroupName = z
  .string()
  .optional()
  .describe(
    `Absent: calls that name no group. \`${OTHER_GROUPS}\`: groups that the registry lacks, beyond the first ${MAX_UNREGISTERED_GROUPS} of an hour`,
  );

/** One group in one closed hour. */
export const HourOfGroup = CallCounts.extend({
  hour: Timestamp.describe('The beginning of the hour'),
  group: GroupName,
  completeness: Share,
  listed: z.int().optional().describe('Recordings of the hour that the listing of OCP had'),
});
export type HourOfGroup = z.infer<typeof HourOfGroup>;

/** One group in the whole range. */
export const GroupInRange = CallCounts.extend({
  group: GroupName,
  completeness: Share.describe('As of an hour; `unconfirmed` if an hour of the range is open or unconfirmed'),
  confirmedHours: z
    .int()
    .describe('Hours of the range that a listing of OCP confirms, and that do not wait to be counted again'),
});
export type GroupInRange = z.infer<typeof GroupInRange>;

export const Completeness = z.object({
  tenant: TenantId,
  from: Timestamp,
  to: Timestamp,
  countedUntil: Timestamp.optional().describe(
    'Hours from here on are not counted yet: an hour is counted two hours after its end. Absent: none is',
  ),
  hours: z.int().describe('Hours of the range'),
  uncountedHours: z.int().describe('Those of them that are open, or not counted yet'),
  groups: z.array(GroupInRange),
  byHour: z
    .array(HourOfGroup)
    .describe('Hours without a call of the group are left out, unless a listing confirms them'),
});
export type Completeness = z.infer<typeof Completeness>;

export type ConfirmedHour = {
  readonly groupId: GroupId;
  readonly hour: Timestamp;
  readonly listed: number;
};
