import { Argument, type Command } from 'commander';
import type { Ops } from '../ops.ts';
import { renderCompletion } from './render-completion.ts';

/** `completion`: for the shell of the person. It is added last, so that it knows all commands. */
export const addCompletionCommand = (program: Command, { terminal }: Ops): void => {
  program
    .command('completion')
    .description('prints a script that completes commands and options, and defines `ops`')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh']))
    .action((shell: 'bash' | 'zsh') => terminal.say(renderCompletion(program, shell)));
};
