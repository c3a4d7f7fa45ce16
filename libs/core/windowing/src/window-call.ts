import type { GroupId, TenantId, Timestamp } from '@recordings/call-record';

/** The fields of a call that windows are planned from. */
export type WindowCall = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly callId: string;
  readonly callTimestamp: Timestamp;
};
