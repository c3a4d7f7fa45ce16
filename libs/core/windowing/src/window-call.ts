import type { GroupId, TenantId, Timestamp } from '@recordings/call-record';

/** What a window is planned from. */
export type WindowCall = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly callId: string;
  readonly callTimestamp: Timestamp;
};
