// The conformance suite of MCP, as it is, for authorization servers; the browser is somebody else (see mcp.mjs).
//
//   node conformance.mjs '{"issuer":"…","client_id":"…","port":33419,"resource":"…","approve":"http://…/"}'
//
// Prints one line of JSON: every check with its status.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { issuer, client_id, port, resource, approve } = JSON.parse(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'mcp-conformance-'));
const tool = join(process.cwd(), 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const options = ['authorization', '--url', issuer, '--client-id', client_id, '-p', String(port), '--resource', resource, '-o', folder];
const run = spawn(process.execPath, [tool, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
let printed = '';
let gone = false;
run.stdout.on('data', async (data) => {
  printed += data;
  const url = printed.match(/^(https?:\/\/\S+[?&]response_type=code\S*)$/m)?.[1];
  if (!url || gone) return;
  gone = true;
  const asked = new URL(approve);
  asked.searchParams.set('url', url);
  await fetch((await (await fetch(asked)).text()).trim());
});
const status = await new Promise((done) => run.on('exit', done));
const checks = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('checks.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(folder, name))))
  .map(({ id, status, errorMessage }) => ({ id, status, errorMessage }));
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ status, checks }));
