import { selectSteps, steps } from './steps.ts';

describe('selectSteps', () => {
  it('takes all where none is named', () => {
    expect(selectSteps(undefined)).toBe(steps);
  });

  it('takes the named ones in the order they run', () => {
    expect(selectSteps(['bundles', 'types']).map(({ name }) => name)).toEqual(['types', 'bundles']);
  });

  it('refuses an unknown name, and lists the known names', () => {
    expect(() => selectSteps(['types', 'tests'])).toThrow(/no step is named tests; there are biome, types, /);
  });
});
