import { join } from 'node:path';

/** A client of another author: how its sender is started, and the ways in which it sends. */
export type Client = {
  readonly name: string;
  /** The program that must be on the machine. */
  readonly program: string;
  readonly args: readonly string[];
  readonly modes: readonly string[];
};

const sender = (file: string): string => join(import.meta.dirname, 'senders', file);
const MODES = ['form', 'form-chunked', 'put', 'put-chunked'];

export const clients: readonly Client[] = [
  { name: 'curl', program: 'sh', args: [sender('curl.sh')], modes: [...MODES, 'put-expect'] },
  { name: 'python', program: 'python3', args: [sender('python.py')], modes: [...MODES, 'put-http.client'] },
  { name: 'perl', program: 'perl', args: [sender('perl.pl')], modes: MODES },
  { name: 'java', program: 'java', args: [sender('Java.java')], modes: [...MODES, 'put-expect'] },
  { name: 'go', program: 'go', args: ['run', sender('go.go')], modes: [...MODES, 'put-expect'] },
];
