import { admissionStatusByCode } from '../src/admission/admission-status.ts';
import { operations } from '../src/openapi/openapi.ts';
import { statusByCode } from '../src/refusals.ts';
import { readRoutes } from './read-routes.ts';

describe('the OpenAPI document', () => {
  it('describes every route that needs a scope, with that scope, and no other route', async () => {
    const needScope = (await readRoutes()).filter(
      ({ method, scope }) => method !== 'HEAD' && scope !== undefined,
    );
    const routes = needScope.map(({ method, url, scope }) => {
      const path = url.replace(/:(\w+)/g, '{$1}');
      return `${method.toLowerCase()} ${path} ${scope}`;
    });
    const described = operations.map(({ method, path, scopes }) => `${method} ${path} ${scopes.join(' ')}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('names every code of refusals at some route', () => {
    const named = new Set(operations.flatMap(({ refusals }) => [...refusals]));
    const common = ['SCOPE_MISSING'];
    expect([...named, ...common].sort()).toEqual(
      Object.keys({ ...statusByCode, ...admissionStatusByCode }).sort(),
    );
  });
});
