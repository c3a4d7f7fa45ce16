import type { Lane } from '../permits/permit-desk.ts';
import type { TrafficOrders } from './traffic-orders.ts';

/** What sharing the budget of one OCP host reports, for metrics and log. */
export type BudgetEvent =
  /** A request may be sent. */
  | {
      readonly type: 'permit_granted';
      readonly lane: Lane;
      readonly group: string;
      readonly waitedMs: number;
    }
  /** `missed`: a request was too late. `unused`: no request of the process that claimed it was left. */
  | { readonly type: 'departure_forfeited'; readonly reason: 'missed' | 'unused' }
  /** A claim was written, or lost against another worker. */
  | { readonly type: 'budget_written'; readonly host: string; readonly isWritten: boolean }
  /** OCP asked us to slow down, and all workers do. */
  | { readonly type: 'budget_slowed'; readonly host: string; readonly askedMs?: number }
  /** The same, and the item could not be written. */
  | { readonly type: 'budget_not_slowed'; readonly host: string; readonly askedMs?: number }
  /** What this process sees of the breaker that all workers share. Reported at each change. */
  | { readonly type: 'breaker_opened'; readonly host: string; readonly pauseMs: number }
  | { readonly type: 'breaker_closed'; readonly host: string }
  /** Downloads of one group failed again and again: none is sent for a while. Other requests go on. */
  | { readonly type: 'downloads_paused'; readonly group: string; readonly pauseMs: number }
  | { readonly type: 'downloads_resumed'; readonly group: string }
  /** Half of the requests of the last 10 minutes were outages: half as many run at once. */
  | { readonly type: 'outage_rate_high'; readonly host: string }
  | { readonly type: 'outage_rate_normal'; readonly host: string }
  /** A person pauses requests or allows fewer, or this has ended. `orders`: what holds now. */
  | { readonly type: 'traffic_orders_changed'; readonly host: string; readonly orders: TrafficOrders }
  /** A clock is wrong, the worker's own or that of the worker that made the claim. Or a person changed the item. */
  | {
      readonly type: 'budget_claim_ignored';
      readonly host: string;
      /** How far after our clock's time the claim lies. */
      readonly aheadMs: number;
    }
  /** The same, for a pause of the breaker. */
  | { readonly type: 'breaker_pause_ignored'; readonly host: string; readonly aheadMs: number }
  | {
      readonly type: 'budget_item_unreadable';
      readonly host: string;
      /** Names of the attributes that count as absent. */
      readonly attributes: readonly string[];
    };
