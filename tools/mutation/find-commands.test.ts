import { findCommands } from './find-commands.ts';
import { applyMutation } from './mutation.ts';

const mutantsOf = (source: string): string[] =>
  findCommands(source).map((mutation) => applyMutation(source, mutation));

describe('findCommands', () => {
  it.each([
    ['x = { job, commands: [a, b] };', ['x = { job, commands: [b] };', 'x = { job, commands: [a] };']],
    ['x = { job, commands: list(job) };', ['x = { job, commands: [] };']],
    ['x = { job, commands };', ['x = { job, commands: [] };']],
    ['const commands: readonly XCommand[] = [a];', ['const commands: readonly XCommand[] = [];']],
    ['const f = (): XCommand[] => [a];', ['const f = (): XCommand[] => [];']],
    [
      'const f = (): XCommand[] => { return b ? [] : [a]; };',
      ['const f = (): XCommand[] => { return b ? [] : []; };'],
    ],
  ])('drops each command of %s', (source, mutants) => {
    expect(mutantsOf(source)).toEqual(mutants);
  });

  it.each(['x = { job, commands: [] };', 'const delays: number[] = [1];', 'const ids = [a];'])(
    'leaves %s as it is',
    (source) => {
      expect(findCommands(source)).toEqual([]);
    },
  );
});
