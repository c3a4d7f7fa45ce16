import { orUsage } from '../or-usage.ts';
import { readBench } from './read-bench.ts';

const USAGE = `usage: npm run bench -- memory [--json] [--sizes 1,10,50] [--clients 1,8,32]
       npm run bench -- budget [--json] [--downloaders 2,10,50]
       npm run bench -- reconcile [--json] [--calls 10000,100000] [--no-downloads]
       npm run bench -- pooler [--json] [--calls 1000000] [--no-memory]
       npm run bench -- windowing [--json] [--calls 1000000]
       npm run bench -- ingest [--json] [--rounds 3] [--seconds 2] [--only NAME,NAME] [--no-memory]

budget   how workers share OCP's request budget under saturating load, in virtual time: use, waits, writes
ingest   ingestion-api and its peers, in turns on one core: recordings of 1 MB and events each second, CPU time, memory
reconcile  how a backlog is recovered: in virtual time, requests to OCP for each call and time against the limit of
         requests; a downloader's speed and memory beside curl's; what AWS costs a month
pooler   requests of an execution with 1,000 pending calls beside three for each call, its reads over a small and a large
         table, memory over 100 executions, and the most that one takes with so many pending calls
windowing  the time that sorting and windowing of so many calls takes, beside the bare sort
memory   growth of ingestion-api's resident memory by size of a recording (MB) and number of clients at once`;

const { run, isHelp, isJson } = orUsage(USAGE, () => readBench(process.argv.slice(2)));
if (run) {
  const { rows, figures } = await run();
  if (isJson) console.log(JSON.stringify(figures ?? { rows }, undefined, 2));
  else {
    console.table(rows);
    if (figures) console.log(figures);
  }
} else if (isHelp) {
  console.log(USAGE);
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
