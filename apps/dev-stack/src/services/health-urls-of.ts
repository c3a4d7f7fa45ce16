import type { Supervised } from './supervise.ts';

/** Where the command line of operators asks services for their health. The simulator is no service of an environment. */
export const healthUrlsOf = (services: readonly Pick<Supervised, 'name' | 'addresses'>[]): string =>
  services
    .flatMap(({ name, addresses }) => {
      const url = name === 'ocp-simulator' ? undefined : addresses()?.monitoringUrl;
      return url === undefined ? [] : [`${name}=${url}`];
    })
    .join(',');
