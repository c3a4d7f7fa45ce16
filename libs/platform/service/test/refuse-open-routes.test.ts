import Fastify from 'fastify';
import { refuseOpenRoutes, requireScope } from '../src/index.ts';

const onRequest = requireScope(
  () => ({ kind: 'refused', message: 'no', challenge: 'X-API-Key' }),
  'calls:read',
);
const handler = () => ({});
const makeApp = () => {
  const app = Fastify();
  refuseOpenRoutes(app);
  return app;
};

describe('refuseOpenRoutes', () => {
  it('refuses a route without a scope', () => {
    const app = makeApp();
    const hook = () => Promise.resolve();
    expect(() => app.get('/a', handler)).toThrow('GET /a requires no scope');
    expect(() => app.post('/a', { onRequest: [hook] }, handler)).toThrow('POST /a requires no scope');
  });

  it('lists the scope of every route, also of the HEAD that belongs to a GET', () => {
    const app = makeApp();
    app.get('/a', { onRequest }, handler);
    app.put('/a', { onRequest: [onRequest] }, handler);
    app.post('/docs', { config: { isOpen: true } }, handler);
    expect(app.knownRoutes).toEqual(
      expect.arrayContaining([
        { method: 'GET', url: '/a', scope: 'calls:read' },
        { method: 'HEAD', url: '/a', scope: 'calls:read' },
        { method: 'PUT', url: '/a', scope: 'calls:read' },
        { method: 'POST', url: '/docs', scope: undefined },
      ]),
    );
    expect(app.knownRoutes).toHaveLength(4);
  });
});
