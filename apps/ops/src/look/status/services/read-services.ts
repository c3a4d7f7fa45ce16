import type { Timestamp } from '@recordings/call-record';
import { askHealth } from '@recordings/service';
import type { HealthUrl, ServiceName } from './health-url.ts';
import { SERVICES } from './health-url.ts';
import type { Sign } from './sign.ts';

/** How a service is, as far as can be known. */
export type ServiceHealth = {
  readonly service: ServiceName;
  /** `seen`: it was not asked, and `lastSeenAt` says when it was last at work. */
  readonly state: 'ready' | 'not ready' | 'seen' | 'unknown';
  readonly lastSeenAt?: Timestamp;
  /** Where it was asked. */
  readonly url?: string;
  /** What it was seen to do, why it is not ready, or how it can be known. */
  readonly detail?: string;
};

/** `unreadable`: the place of the signs cannot be read. */
export type FindSign = (service: ServiceName) => Promise<Sign | 'unreadable' | undefined>;

/** Asks each service for its health where its address is known. Of the others it finds the newest sign of work. */
export const readServices = async (
  urls: readonly HealthUrl[],
  findSign: FindSign,
): Promise<ServiceHealth[]> => {
  const found = await Promise.all(
    SERVICES.map(async (service) => {
      const known = urls.filter((one) => one.service === service);
      return known.length > 0
        ? Promise.all(known.map(askService))
        : [seenBy(service, await findSign(service))];
    }),
  );
  return found.flat();
};

const askService = async ({ service, url }: HealthUrl): Promise<ServiceHealth> => {
  const health = await askHealth(`${url}/health/ready`);
  return health.isReady
    ? { service, state: 'ready', url }
    : { service, state: 'not ready', url, detail: health.why };
};

const seenBy = (service: ServiceName, sign: Sign | 'unreadable' | undefined): ServiceHealth => {
  if (sign === 'unreadable') return { service, state: 'unknown', detail: 'its signs of work cannot be read' };
  if (sign) return { service, state: 'seen', lastSeenAt: sign.at, detail: sign.what };
  return { service, state: 'unknown', detail: 'no sign of work; SERVICE_HEALTH_URLS lacks it' };
};
