import type { Registry, TenantId } from '@recordings/call-record';
import type { VirtualObjects } from './objects/virtual-objects.ts';
import type { RequestLog } from './ocp/request-log.ts';
import type { makeVirtualBudget } from './ocp/virtual-budget.ts';
import type { VirtualOcp } from './ocp/virtual-ocp.ts';
import type { VirtualFailureQueue } from './queues/virtual-failure-queue.ts';
import type { VirtualQueues } from './queues/virtual-queues.ts';
import type { VirtualClaims } from './tables/virtual-claims.ts';
import type { VirtualTables } from './tables/virtual-stores.ts';
import type { World } from './tables/virtual-table.ts';
import type { Life } from './time/machine.ts';
import type { WorldSettings } from './world-settings.ts';

export type PublishedWindow = {
  readonly process: string;
  readonly id: string;
  readonly tenantId: TenantId;
};

/** Everything outside the processes of one world. */
export type Surroundings = World & {
  readonly settings: WorldSettings;
  readonly tables: VirtualTables;
  readonly claims: VirtualClaims;
  readonly objects: VirtualObjects;
  readonly queues: VirtualQueues;
  /** Every window that a pooler began to publish, in their order. */
  readonly publishedWindows: PublishedWindow[];
  readonly failures: VirtualFailureQueue;
  readonly ocp: VirtualOcp;
  readonly budget: ReturnType<typeof makeVirtualBudget>;
  /** What the registry says now, as this life of a process has it. */
  readonly registryNow: (life: Life) => Registry;
  /** What it says after all its changes. */
  readonly lastRegistry: Registry;
  /** Requests, at the instant at which they may leave. */
  readonly requests: RequestLog;
  readonly onDeparture: () => void;
  /** Unique within the world, in the order of the calls, so that a world can be repeated. */
  readonly makeId: () => string;
};
