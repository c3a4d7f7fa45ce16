import { z } from 'zod';
import type { Settings } from './service-settings.ts';

/** Where a service listens: URLs without a trailing slash. */
export const Addresses = z.object({
  /** Of its requests; absent if it answers none. */
  url: z.url().optional(),
  /** Of its health and metrics. */
  monitoringUrl: z.url(),
});
export type Addresses = z.infer<typeof Addresses>;

/** The line of a service's log that says where it listens. */
const Listening = Addresses.extend({ event: z.literal('listening') });

/** @returns undefined for every other line of the log. */
export const addressesIn = (line: string): Addresses | undefined => {
  if (!line.includes('"listening"')) return undefined;
  return Listening.safeParse(JSON.parse(line)).data;
};

/** The variables by which a service listens at these addresses. */
export const portsOf = ({ url, monitoringUrl }: Addresses): Settings => ({
  ...(url !== undefined && { PORT: new URL(url).port }),
  MONITORING_PORT: new URL(monitoringUrl).port,
});
