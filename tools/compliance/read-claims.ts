/** One claim of a control report: a heading with a number, and what shows it. */
export type Claim = {
  readonly id: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly commands: readonly string[];
};

const HEADING = /^### (\d+\.\d+) /;
const TEST = /^- (?:Test|Prueba): `([^`]+)`: "(.+)"$/;

/** The claims of a page, in its order. */
export const readClaims = (text: string): Claim[] =>
  text.split(/^(?=##+ )/m).flatMap((section) => {
    const [, id] = HEADING.exec(section) ?? [];
    return id === undefined ? [] : [{ id, ...readProofs(section.split('\n')) }];
  });

const readProofs = (lines: readonly string[]): Omit<Claim, 'id'> => {
  const begin = lines.indexOf('```sh');
  return {
    tests: lines.flatMap((line) => {
      const [, file, title] = TEST.exec(line) ?? [];
      return file === undefined || title === undefined ? [] : [{ file, title }];
    }),
    commands: begin < 0 ? [] : lines.slice(begin + 1, lines.indexOf('```', begin)),
  };
};
