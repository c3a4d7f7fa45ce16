import { parseArgs } from 'node:util';
import { type MemoryRow, measureMemory } from './measure-memory.ts';

const USAGE = `usage: npm run bench -- memory [--json] [--sizes 1,10,50] [--clients 1,8,32]

memory   growth of ingestion-api's resident memory by size of a recording (MB) and number of clients at once`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1,10,50' },
    clients: { type: 'string', default: '1,8,32' },
  },
});

const readNumbers = (option: '--sizes' | '--clients', text: string): number[] => {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`${option} must be whole numbers above 0, separated by commas; it is "${text}"`);
};

const showMemory = async (): Promise<void> => {
  const rows: MemoryRow[] = [];
  for (const sizeMB of readNumbers('--sizes', values.sizes)) {
    for (const clients of readNumbers('--clients', values.clients)) {
      console.error(`measuring ${clients} x ${sizeMB} MB`);
      rows.push(await measureMemory(sizeMB, clients));
    }
  }
  if (values.json) console.log(JSON.stringify({ rows }, undefined, 2));
  else console.table(rows);
};

if (positionals.length === 1 && positionals[0] === 'memory') await showMemory();
else {
  console.error(USAGE);
  process.exitCode = 2;
}
