import type { FastifyInstance } from 'fastify';
import { scopeOf } from './authenticate.ts';
import type { Scope } from './scope.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers everybody: documentation. */
    isOpen?: boolean;
  }
  interface FastifyInstance {
    /** Every route, as it was registered. */
    readonly knownRoutes: readonly KnownRoute[];
  }
}

export type KnownRoute = { readonly method: string; readonly url: string; readonly scope: Scope | undefined };

/**
 * Refuses the registration of a route that requires no scope, unless it says that it is open. Call it before the routes
 * are registered.
 */
export const refuseOpenRoutes = (app: Pick<FastifyInstance, 'addHook' | 'decorate'>): void => {
  const routes: KnownRoute[] = [];
  app.decorate('knownRoutes', routes);
  app.addHook('onRoute', ({ method, url, onRequest, config }) => {
    const scope = [onRequest ?? []]
      .flat()
      .map(scopeOf)
      .find((one) => one !== undefined);
    if (scope === undefined && !config?.isOpen) {
      throw new Error(`${String(method)} ${url} requires no scope: use requireScope, or config.isOpen`);
    }
    for (const one of [method].flat()) routes.push({ method: one, url, scope });
  });
};
