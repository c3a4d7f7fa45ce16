import type { RefusableRequest } from '@recordings/reconciliation';

/** OCP refuses the credentials of a tenant for one group. Minutes count from the beginning of the world. */
export type RefusedPlan = {
  readonly group: string;
  readonly tenant: string;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly request?: RefusableRequest;
};

/** How OCP pushes the recording of a call. */
export type PushPlan =
  | { readonly kind: 'lost' }
  | {
      readonly kind: 'sent';
      /** Minutes from the end of the call. */
      readonly afterMinutes: number;
      /** The first pushes are not audio, this many; OCP sends again. */
      readonly badAttempts: number;
    };

/** A person reopens a call, and may say that OCP keeps its recording longer, which is true. Minutes count from the beginning. */
export type ReopenPlan = {
  /** Index of the call in its scenario. */
  readonly call: number;
  readonly minute: number;
  /** Absent: the person does not say it. */
  readonly untilMinute?: number;
};

/** A job that a person runs in OCP's console, in minutes from the beginning of the world. */
export type ConsoleJobPlan = {
  readonly group: string;
  readonly fromMinute: number;
  readonly minutes: number;
};
