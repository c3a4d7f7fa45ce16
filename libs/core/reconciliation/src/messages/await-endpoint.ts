import type { Disposition, Postponed } from '@recordings/fault';
import { awaitChange } from './await-change.ts';

const REASON = 'OCP_ENDPOINT_DIFFERS';

/**
 * What a worker does with a window for an OCP at another base URL. Asking our own OCP for its calls would prove nothing
 * about them. While a new base URL reaches the services one after another, the message waits.
 *
 * @returns undefined if the window is for our OCP, or does not say for which.
 */
export const awaitEndpoint = (
  { ocpEndpoint }: { readonly ocpEndpoint?: string | undefined },
  ours: string,
  postponed: Postponed | undefined,
): Extract<Disposition, { kind: 'postpone' | 'dead-letter' }> | undefined =>
  ocpEndpoint === undefined || placeOf(ocpEndpoint) === placeOf(ours)
    ? undefined
    : awaitChange(REASON, `the event names ${placeOf(ocpEndpoint)}, we ask ${placeOf(ours)}`, postponed);

/** Case, default port and slashes at the end make no difference. Credentials in a URL are left out. */
const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return 'no URL';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
};
