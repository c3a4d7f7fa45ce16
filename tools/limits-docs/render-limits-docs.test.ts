import { renderLimitsDocs } from './render-limits-docs.ts';

const apps = [
  {
    app: 'door',
    description: '',
    variables: [
      { name: 'OPEN_SECONDS', required: false, default: 5, expected: 'integer', description: '' },
      { name: 'COLOUR', required: false, default: 'red', expected: 'text', description: '' },
    ],
  },
];
const sources = { apps, readSource: () => 'const MAX_KNOCKS = 3;\n' };
const topic = (...limits: { what: string; variable: string }[]) => [{ title: 'Door', limits }];

describe('renderLimitsDocs', () => {
  it('shows defaults of variables and values of constants, with links', () => {
    const limits = [
      { what: 'Time open', variable: 'OPEN_SECONDS' },
      { what: 'Knocks', name: 'MAX_KNOCKS', file: 'apps/door/src/knock.ts' },
      { what: 'Width', is: 'twice its depth', file: 'apps/door/src/frame.ts' },
    ];
    const page = renderLimitsDocs([{ title: 'Door', limits }], ['COLOUR'], sources);
    expect(page).toContain('| Time open | `OPEN_SECONDS` | `5` | [door](../apps/door/src/config.ts) |');
    expect(page).toContain('| Knocks | `MAX_KNOCKS` | 3 | [knock.ts](../apps/door/src/knock.ts) |');
    expect(page).toContain('| Width |  | twice its depth | [frame.ts](../apps/door/src/frame.ts) |');
  });

  it('refuses a variable that no app has', () => {
    const gone = { what: 'x', variable: 'GONE' };
    expect(() => renderLimitsDocs(topic(gone), ['OPEN_SECONDS', 'COLOUR'], sources)).toThrow(
      'no app has a variable GONE',
    );
  });

  it('refuses to leave out a variable', () => {
    const open = { what: 'x', variable: 'OPEN_SECONDS' };
    expect(() => renderLimitsDocs(topic(open), [], sources)).toThrow('add the variable COLOUR');
  });
});
