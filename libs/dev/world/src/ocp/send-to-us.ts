import { type ParsedEvent, parseEvent } from '@recordings/call-record';
import { cdrsOf } from '../scenario/cdrs-of.ts';
import type { Scenario, ScenarioCall } from '../scenario/scenario.ts';
import { callKeyOf, endMsOf, START_MS, startMsOf } from '../scenario/world-call.ts';
import type { IngestionApi } from '../services/run-ingestion.ts';
import type { Surroundings } from '../surroundings.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';

/** One thing that OCP sends until it is acknowledged. */
type Delivery = {
  /** @returns whether OCP takes the answer as an acknowledgement. */
  readonly send: (api: IngestionApi) => Promise<boolean>;
  isAcknowledged: boolean;
};

/** OCP repeats a failed delivery for 24 hours. */
const GIVE_UP_MS = 24 * HOUR_MS;
/** OCP counts a request without an answer as failed after this. */
const ANSWER_TIMEOUT_MS = 2 * MINUTE_MS;
const RETRY_MS = 5 * MINUTE_MS;
const NOT_AUDIO = Buffer.from('<html>Service unavailable</html>');

/** Plans all events and pushes that OCP sends. `isDone` says whether all are delivered or given up. */
export const sendToUs = (
  surroundings: Surroundings,
  { calls }: Scenario,
  recordingOf: (at: number) => Uint8Array,
  apis: readonly IngestionApi[],
): { readonly isDone: () => boolean } => {
  const { plan, isDone } = makeDeliveries(surroundings, apis);
  calls.forEach((call, at) => {
    for (const { atMs, event } of eventsOf(call, at)) {
      plan(atMs, async (api) => {
        await api.receiveEvent(event, callKeyOf(call, at).tenantId);
        return true;
      });
    }
    if (call.push.kind === 'lost') return;
    let badLeft = call.push.badAttempts;
    plan(endMsOf(call) + call.push.afterMinutes * MINUTE_MS, async (api) => {
      const isBad = badLeft > 0;
      badLeft -= 1;
      await api.receiveRecording(callKeyOf(call, at), call.group, isBad ? NOT_AUDIO : recordingOf(at));
      return !isBad;
    });
  });
  return { isDone };
};

const makeDeliveries = ({ timeline, machine, random }: Surroundings, apis: readonly IngestionApi[]) => {
  let open = 0;

  const attempt = (delivery: Delivery, untilMs: number): void => {
    if (delivery.isAcknowledged) return;
    if (timeline.nowMs() > untilMs) {
      open -= 1;
      return;
    }
    timeline.after(ANSWER_TIMEOUT_MS + RETRY_MS, () => attempt(delivery, untilMs));
    const ready = apis.filter(({ process }) => machine.isWorking(process.life));
    if (ready.length === 0) return;
    const acknowledge = (isAccepted: boolean): void => {
      if (!isAccepted || delivery.isAcknowledged) return;
      delivery.isAcknowledged = true;
      open -= 1;
    };
    delivery.send(random.pick(ready)).then(acknowledge, () => undefined);
  };
  return {
    isDone: () => open === 0,
    plan: (atMs: number, send: Delivery['send']): void => {
      open += 1;
      const delivery: Delivery = { send, isAcknowledged: false };
      timeline.after(atMs - START_MS, () => attempt(delivery, timeline.nowMs() + GIVE_UP_MS));
    },
  };
};

type PlannedEvent = { readonly atMs: number; readonly event: ParsedEvent };

const eventsOf = (call: ScenarioCall, at: number): PlannedEvent[] => {
  if (call.events === 'none') return [];
  const [start, end] = cdrsOf(call, at).map((cdr) => parseEvent(cdr)) as [ParsedEvent, ParsedEvent];
  const delayMs = call.eventDelayMinutes * MINUTE_MS;
  const startAtMs = startMsOf(call) + delayMs;
  const endAtMs = endMsOf(call) + delayMs;
  const ordered: PlannedEvent[] = [
    { atMs: call.events === 'end first' ? endAtMs + MINUTE_MS : startAtMs, event: start },
    { atMs: endAtMs, event: end },
  ];
  return call.events === 'twice'
    ? [...ordered, ...ordered.map(({ event }) => ({ atMs: endAtMs, event }))]
    : ordered;
};
