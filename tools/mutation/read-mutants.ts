import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant, Mutation } from './mutation.ts';

/** The mutants of a project's source files. Tests, and fixtures that only tests use, are left out. */
export const readMutants = (
  root: string,
  project: string,
  find: (source: string) => readonly Mutation[],
): Mutant[] =>
  globSync(`${project}/src/**/*.ts`, { cwd: root })
    .filter((path) => !/\.test\.ts$|\/test-[^/]*\.ts$|\/index\.ts$/.test(path))
    .toSorted()
    .flatMap((path) =>
      find(readFileSync(join(root, path), 'utf8')).map((mutation) => ({ ...mutation, path, project })),
    );
