import type { Level } from 'pino';
import type { Logger } from './make-logger.ts';

/** Something a use case reports: its type, and fields for the log line. An `err` is logged as an error. */
type NotedEvent = { readonly type: string };

/** What one type of event becomes. Without `level` no line is logged; without `count` no metric moves. */
export type NoteRule<E extends NotedEvent> = {
  readonly level?: Level | ((event: E) => Level);
  /** Text of the log line; required with `level`. */
  readonly message?: string;
  readonly count?: (event: E) => void;
};

/** One rule for each type of event that a service's use cases report. */
export type NoteTable<E extends NotedEvent> = {
  readonly [T in E['type']]: NoteRule<Extract<E, { readonly type: T }>>;
};

/**
 * Makes the one function by which use cases report what happened. The table says which metric moves and which line is
 * logged: the line's `event` is the type, its fields are the other fields of the event.
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
