import { renderOrders } from '../../../act/traffic/show-budget.ts';
import { foldWords } from '../../../output/fold-words.ts';
import { MAX_COLUMNS } from '../../../output/render-table.ts';
import { shortTime } from '../../../output/short-time.ts';
import type { RequestsToOcp } from './read-requests.ts';

/** Some lines about the requests to OCP, and a table of what people have ordered. */
export const renderRequests = (requests: RequestsToOcp): string => {
  const { slowFactor, pausedUntil, breakerOpenUntil, orders, unreadable } = requests;
  const lines = [
    sayUse(requests),
    ...(slowFactor > 1
      ? [`OCP asked for fewer: they are ${slowFactor.toFixed(1)} times as far apart as usual.`]
      : []),
    ...(pausedUntil ? [`OCP asked for none before ${toSecond(pausedUntil)}.`] : []),
    ...(breakerOpenUntil ? [`None is sent before ${toSecond(breakerOpenUntil)}, because OCP failed.`] : []),
    ...(unreadable.length > 0 ? [`Attributes that cannot be read: ${unreadable.join(', ')}.`] : []),
  ];
  return [
    ...lines.flatMap((line) => foldWords(line, MAX_COLUMNS)),
    renderOrders(orders) || 'No person has paused or limited them.',
  ].join('\n');
};

const sayUse = ({ host, maxRequests, periodMs, lastDepartureAt, ...use }: RequestsToOcp): string => {
  const last = lastDepartureAt ? ` The last one was planned for ${toSecond(lastDepartureAt)}.` : '';
  return [
    `At most ${maxRequests} in ${periodMs / 1_000} s reach ${host}.`,
    `Sent: ${sayCount(use.lastMinute)} in the last full minute, ${sayCount(use.thisMinute)} in this one,`,
    `${sayCount(use.lastTenMinutes)} in the last ten minutes.${last}`,
  ].join(' ');
};

const sayCount = ({ requests, outages }: RequestsToOcp['lastMinute']): string =>
  outages === 0 ? String(requests) : `${requests} (${outages} failed)`;

const toSecond = (time: string): string => `${shortTime(time).slice(0, -1)}:${time.slice(17, 19)}Z`;
