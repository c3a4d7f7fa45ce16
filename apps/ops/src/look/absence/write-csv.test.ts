import { csvLine } from './write-csv.ts';

describe('a line of CSV', () => {
  it('ends with CR LF, and leaves what is absent empty', () => {
    expect(csvLine(['a', undefined, 0, ''])).toBe('a,,0,\r\n');
  });

  it('quotes commas, quotes and line ends, and doubles quotes', () => {
    expect(csvLine(['a,b', 'say "no"', 'two\r\nlines', 'ñ'])).toBe('"a,b","say ""no""","two\r\nlines",ñ\r\n');
  });

  it.each(['=1+1', '+34 600', '-2', '@SUM(A1)', '\tx', '\r=1'])('keeps %j from being a formula', (text) => {
    expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
  });

  it('quotes a formula that has a comma after the apostrophe was added', () => {
    expect(csvLine(['=HYPERLINK("http://x","y")'])).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`);
  });

  it('leaves numbers as they are', () => expect(csvLine([-2])).toBe('-2\r\n'));
});
