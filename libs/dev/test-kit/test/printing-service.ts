/** A service for the test of `runService`. */
process.stderr.write(`${process.env['SAYS']} ${Object.keys(process.env).join()}`);
process.stdout.write(`${JSON.stringify({ event: 'hello', n: 1 })}\n`);
if (process.env['SAYS'] === 'failing') process.exit(3);
process.stdout.write(`${JSON.stringify({ event: 'listening', monitoringUrl: 'http://here' })}\n`);
setInterval(() => undefined, 1_000_000);
