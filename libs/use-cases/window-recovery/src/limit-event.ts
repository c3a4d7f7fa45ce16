import type { TenantId } from '@recordings/call-record';

/**
 * A limit of ours was reached. What is beyond it is done later. `left`: how many there are beyond it, where that is known.
 */
export type LimitEvent = {
  readonly type: 'limit_reached';
  readonly limit: 'windows of a job' | 'calls of a window' | 'found calls';
  readonly tenantId: TenantId;
  readonly group: string;
  readonly left?: number;
};
