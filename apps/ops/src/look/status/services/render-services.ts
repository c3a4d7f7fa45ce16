import { type Column, renderTable } from '../../../output/render-table.ts';
import { shortTime } from '../../../output/short-time.ts';
import type { ServiceHealth } from './read-services.ts';

const HOW =
  'To have services asked: SERVICE_HEALTH_URLS=downloader=http://HOST:9090,... (docs/operations.md).';

export const renderServices = (services: readonly ServiceHealth[]): string =>
  [renderTable(columns, services), ...(services.some(({ state }) => state === 'unknown') ? [HOW] : [])].join(
    '\n',
  );

const columns: Column<ServiceHealth>[] = [
  { title: 'SERVICE', width: 18, read: ({ service }) => service },
  { title: 'STATE', width: 10, read: ({ state }) => state },
  {
    title: 'LAST SEEN',
    width: 17,
    read: ({ state, lastSeenAt }) => {
      if (lastSeenAt) return shortTime(lastSeenAt);
      return state === 'ready' ? 'now' : '';
    },
  },
  { title: '', width: 49, read: ({ url, detail }) => [detail, url].filter(Boolean).join('; ') },
];
