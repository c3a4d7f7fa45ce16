import type { Level } from 'pino';
import type { Logger } from './make-logger.ts';

/** An event that a use case reports: its type, and fields for the log line. An `err` is logged as an error. */
type NotedEvent = { readonly type: string };

/** How one type of event is logged and counted. Without `level` it is not logged, without `count` not counted. */
export type NoteRule<E extends NotedEvent> = {
  readonly level?: Level | ((event: E) => Level);
  /** Text of the log line; required with `level`. */
  readonly message?: string;
  readonly count?: (event: E) => void;
};

/** A rule for each type of event that a service's use cases report. */
export type NoteTable<E extends NotedEvent> = {
  readonly [T in E['type']]: NoteRule<Extract<E, { readonly type: T }>>;
};

/**
 * Makes the function that use cases report their events to. The table gives the metric and the log line of each event. The
 * line's `event` is the type; its other fields are the fields of the event.
 */
export const makeNote =
  <E extends NotedEvent>(table: NoteTable<E>, log: Logger): ((event: E) => void) =>
  (event) => {
    const { level, message, count } = table[event.type as E['type']] as NoteRule<E>;
    count?.(event);
    if (level === undefined) return;
    const { type, ...fields } = event;
    const line: object = { event: type, ...fields };
    log[typeof level === 'function' ? level(event) : level](line, message);
  };
