import {
  type CallRecord,
  type ChangeContext,
  parseRegistry,
  type RegistryGroup,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { hour } from './call-events.ts';

/** What the registry says of the group: the truth, or a slip that is corrected later. */
export type RegistrySlip = 'none' | 'short retention' | 'not recorded';

export type CallState = {
  readonly record?: CallRecord;
  /** Index of the present instant. */
  readonly at: number;
  readonly slip: RegistrySlip;
};

const RETENTION_DAYS = 10;
/** Hours: after the prompt attempts; after the short retention; after the true one; after the review of the call. */
export const INSTANTS = [1, 30, 8 * 24, 10 * 24 + 1, 26 * 24];
export const nowOf = ({ at }: Pick<CallState, 'at'>): Timestamp => hour(INSTANTS[at]!);

const groupOf = (retentionDays: number, enabled: boolean): RegistryGroup =>
  parseRegistry({
    version: 1,
    tenants: [{ id: 'acme', name: 'Acme' }],
    linesOfBusiness: [{ id: 'cards', name: 'Cards' }],
    exportProfiles: {
      hours: {
        minRangeMinutes: 60,
        maxRangeMinutes: 2_880,
        alignMinutes: 60,
        runningJobsPerGroup: 1,
        jobLifeMinutes: 1_440,
        selectsBy: 'start',
        settleMinutes: 0,
      },
    },
    groups: [
      {
        name: 'Hours',
        tenant: 'acme',
        lineOfBusiness: { default: 'cards' },
        recording: { enabled },
        retentionDays,
        credentials: 'acme-ocp',
        exportProfile: 'hours',
      },
    ],
  }).groups[0]!;

const GROUPS: Readonly<Record<RegistrySlip, RegistryGroup>> = {
  none: groupOf(RETENTION_DAYS, true),
  'short retention': groupOf(5, true),
  'not recorded': groupOf(RETENTION_DAYS, false),
};

export const contextOf = ({ at, slip }: Omit<CallState, 'record'>): ChangeContext => ({
  group: GROUPS[slip],
  shardCount: 2,
  now: nowOf({ at }),
  by: 'explore',
});

/** The state after a transition; the same one if it wrote nothing. */
export const applyTo = (
  state: CallState,
  make: (context: ChangeContext) => Transition<unknown>,
): CallState => {
  const { next } = make(contextOf(state))(state.record);
  return next ? { ...state, record: next } : state;
};

/** Every field but the history and its bookkeeping. */
export const fieldsOf = ({ history: _, revision: __, updatedAt: ___, ...fields }: CallRecord): object =>
  fields;
