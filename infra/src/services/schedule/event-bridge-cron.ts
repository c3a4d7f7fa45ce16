const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/**
 * Translates a cron expression of the pooler (`second minute hour day month weekday`, seconds optional) into one of
 * EventBridge Scheduler (`cron(minute hour day month weekday year)`).
 *
 * EventBridge has no seconds, counts weekdays from 1 for Sunday, and wants `?` for the one of day and weekday that does
 * not restrict.
 *
 * @throws {Error} if the expression has seconds other than 0, restricts both day and weekday, or has other fields.
 */
export const eventBridgeCron = (expression: string): string => {
  const refuse = (why: string): never => {
    throw new Error(`cronExpression "${expression}": ${why}`);
  };
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) refuse(`${fields.length} fields, expected 5 or 6`);
  const [minute, hour, day, month, weekday] = fields.slice(-5) as [string, string, string, string, string];
  if (fields.length === 6 && fields[0] !== '0') refuse('EventBridge starts at second 0 only');
  for (const field of fields)
    if (!/^[\dA-Za-z*/,?-]+$/.test(field)) refuse(`"${field}" cannot be translated`);
  if (!isAny(day) && !isAny(weekday)) refuse('EventBridge cannot restrict both day and weekday');
  return `cron(${[
    stepsFrom(0, minute),
    stepsFrom(0, hour),
    isAny(day) && !isAny(weekday) ? '?' : stepsFrom(1, day.replace('?', '*')),
    stepsFrom(1, month),
    isAny(weekday) ? '?' : weekday.replaceAll(/(?<![/\d])[0-7](?!\d)/g, (digit) => DAYS[Number(digit)]!),
    '*',
  ].join(' ')})`;
};

const isAny = (field: string): boolean => field === '*' || field === '?';

/** Every n-th, written with its first value, as EventBridge documents it. */
const stepsFrom = (first: 0 | 1, field: string): string => field.replaceAll('*/', `${first}/`);
