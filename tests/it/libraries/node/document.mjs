// An app that is known by the document at its address: serves it over https until its standard input ends.
//
//   node document.mjs key.pem cert.pem '{"client_name":"Assistant",…}'
//
// Prints the address, which is the client_id.
import https from 'node:https';
import { readFileSync } from 'node:fs';

const [key, cert, document] = process.argv.slice(2);
const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
  const client_id = `https://127.0.0.1:${server.address().port}${request.url}`;
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=600' });
  response.end(JSON.stringify({ ...JSON.parse(document), client_id }));
});
server.listen(0, '127.0.0.1', () => console.log(`https://127.0.0.1:${server.address().port}/client.json`));
process.stdin.resume().on('end', () => process.exit(0));
