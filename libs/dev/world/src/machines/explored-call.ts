import { CALL_EVENTS } from './call-events.ts';
import { applyTo, type CallState, fieldsOf, INSTANTS, type RegistrySlip } from './call-state.ts';
import { checkCallState } from './check-call-state.ts';
import { checkCallStep } from './check-call-step.ts';
import { type ExploredMachine, keyOfFields } from './explore.ts';

const slipTo =
  (slip: RegistrySlip) =>
  (state: CallState): CallState =>
    state.slip === slip ? state : { ...state, slip };

const EVENTS: ExploredMachine<CallState>['events'] = {
  ...Object.fromEntries(
    Object.entries(CALL_EVENTS).map(([name, make]) => [name, (state: CallState) => applyTo(state, make)]),
  ),
  'time passes': (state) => (state.at + 1 < INSTANTS.length ? { ...state, at: state.at + 1 } : state),
  'registry: short retention': slipTo('short retention'),
  'registry: not recorded': slipTo('not recorded'),
  'registry: corrected': slipTo('none'),
};

const after = (...events: string[]): CallState =>
  events.reduce<CallState>((state, event) => EVENTS[event]!(state), { at: 0, slip: 'none' });
const missing = ['CDR start', 'CDR end'];
const inProgress = [...missing, 'queued for A', 'claimed by A'];

/** One call, of which anything may be reported, in any order, by services that crash and repeat. */
export const exploredCall: ExploredMachine<CallState> = {
  starts: {
    'no record': after(),
    pending: after(...missing),
    queued: after(...missing, 'queued for A'),
    'in progress': after(...inProgress),
    failed: after(...inProgress, 'released by A: not found'),
    'given up': after(...missing, 'time passes', 'time passes', 'time passes', 'expired'),
    explained: after('CDR start', 'CDR end of a test call'),
    damaged: after(
      ...inProgress,
      'rejected download of job 1',
      'rejected download of job 2',
      'released by A: not audio',
    ),
    completed: after(...inProgress, 'listed for A', 'stored by pull'),
  },
  events: EVENTS,
  keyOf: ({ record, at, slip }) => keyOfFields({ at, slip, record: record && fieldsOf(record) }),
  checkStep: checkCallStep,
  checkState: checkCallState,
};
