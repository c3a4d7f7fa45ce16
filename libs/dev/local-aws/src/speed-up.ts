const WAITS: ReadonlySet<string> = new Set([
  'HeartbeatSeconds',
  'IntervalSeconds',
  'Seconds',
  'TimeoutSeconds',
]);

/**
 * A definition of a state machine whose waits and time limits are shorter. A second is the shortest that there is.
 *
 * @param pace by which they are divided.
 */
export const speedUp = <T>(definition: T, pace: number): T => scale(definition, pace) as T;

const scale = (value: unknown, pace: number): unknown => {
  if (Array.isArray(value)) return value.map((one) => scale(one, pace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      WAITS.has(key) && typeof part === 'number' ? Math.max(1, Math.round(part / pace)) : scale(part, pace),
    ]),
  );
};
