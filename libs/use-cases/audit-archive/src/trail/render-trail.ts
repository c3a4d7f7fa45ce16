import type { CallKey } from '@recordings/call-record';
import type { Trail, TrailItem } from './trail-of.ts';

/** The longest value that is shown, in characters. `--json` shows all. */
const MAX_SHOWN = 120;

/** The trail for a reader: a paragraph for each change and each event. */
export const renderTrail = ({ tenantId, callId }: CallKey, { items, unreadableLines }: Trail): string => {
  const changes = items.filter(({ revision }) => revision !== undefined).length;
  return [
    `Call ${callId} of tenant ${tenantId}: ${counted(changes, 'change')}, ${counted(items.length - changes, 'event')}.`,
    ...items.map(renderItem),
    ...(unreadableLines > 0 ? [`${counted(unreadableLines, 'line')} of the archive could not be read.`] : []),
  ].join('\n');
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const renderItem = (item: TrailItem): string =>
  [
    `${item.at}  ${titleOf(item)}`,
    ...Object.entries(item.detail).map(([field, value]) => `    ${valueLine(item, field, value)}`),
  ].join('\n');

const titleOf = ({ what, by, revision, since = revision }: TrailItem): string => {
  if (revision === undefined) return `event: ${what}`;
  if (revision !== since) return `changes ${since} to ${revision}, of which only a summary is left: ${what}`;
  return `change ${revision} by ${by}: ${what}`;
};

const valueLine = ({ revision }: TrailItem, field: string, value: unknown): string => {
  if (revision === undefined) return `${field}: ${shown(value)}`;
  if (value === null) return `removes ${field}`;
  return field === 'quarantined' ? `adds to ${field}: ${shown(value)}` : `sets ${field} to ${shown(value)}`;
};

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};
