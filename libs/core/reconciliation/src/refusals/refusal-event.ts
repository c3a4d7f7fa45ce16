import type { GroupId, TenantId } from '@recordings/call-record';
import type { RefusableRequest } from './refusal-hold.ts';

/** What holding refused groups back reports, for metrics and log. */
export type RefusalEvent =
  /** OCP answered 401 or 403. `holds`: in a row. No request of the group is sent for `waitMs`. */
  | {
      readonly type: 'credentials_refused';
      readonly tenantId: TenantId;
      readonly group: GroupId;
      readonly request: RefusableRequest;
      readonly holds: number;
      readonly waitMs: number;
      readonly err: unknown;
    }
  | { readonly type: 'credentials_accepted'; readonly tenantId: TenantId; readonly group: GroupId };
