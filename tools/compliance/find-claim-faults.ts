import { findTestFaults, type Repository } from '../requirements/find-faults.ts';
import { type Claim, readClaims } from './read-claims.ts';

type Page = { readonly path: string; readonly text: string };

/**
 * @param scripts names of the scripts of package.json. That the commands of the operators run as they are written is
 *   tested in apps/ops.
 * @returns one line for each fault, with what mends it.
 */
export const findClaimFaults = (
  pages: readonly [Page, Page],
  repository: Repository,
  scripts: readonly string[],
): string[] => {
  const [one, other] = pages.map(({ text }) => readClaims(text));
  return [
    ...pages.flatMap(({ path, text }) => {
      const claims = readClaims(text);
      if (claims.length === 0) return [`${path}: it has no claim; a claim begins with "### 1.1 "`];
      return claims.flatMap((claim) =>
        findFaultsOf(claim, repository, scripts).map((fault) => `${path}, claim ${claim.id}: ${fault}`),
      );
    }),
    ...findDifferences(one!, other!).map(
      (fault) =>
        `${pages[0].path} and ${pages[1].path} differ in ${fault}; a claim has the same proofs in both`,
    ),
  ];
};

const findFaultsOf = (
  { tests, commands }: Claim,
  repository: Repository,
  scripts: readonly string[],
): string[] => [
  ...(tests.length === 0 ? ['it names no test'] : []),
  ...(commands.length === 0 ? ['it names no command'] : []),
  ...tests.flatMap(({ file, title }) => findTestFaults(file, title, repository)),
  ...commands
    .filter((command) => !scripts.includes(scriptOf(command) ?? ''))
    .map((command) => `"${command}" runs no script of package.json`),
];

const scriptOf = (command: string): string | undefined =>
  /^npm test\b/.test(command) ? 'test' : /^npm run ([\w:-]+)/.exec(command)?.[1];

const findDifferences = (one: readonly Claim[], other: readonly Claim[]): string[] => {
  const ids = new Set([...one, ...other].map(({ id }) => id));
  const proofsOf = (claims: readonly Claim[], id: string): string =>
    JSON.stringify(claims.filter((claim) => claim.id === id));
  return [...ids].filter((id) => proofsOf(one, id) !== proofsOf(other, id)).map((id) => `claim ${id}`);
};
