// SPDX-License-Identifier: Apache-2.0
// Proves that a quorum signed: a question as JSON on standard input, lines of JSON on standard output.
//   node prove.mjs --circuit FOLDER [--crs FOLDER] [--memory BYTES]
//   {"kind", "committee", "cluster", "digest", "sequence", "packed", "signers": [], "signatures": []}
//   {"progress": "witness"} {"progress": "proof"} {"proof": hex, "publicInputs": hex} or {"error": text}
// Octets are hexadecimal. Nothing is kept: the folder of the witness, which holds signatures, is removed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Noir } from '@noir-lang/noir_js'
import { barretenberg } from './toolchain.mjs'

const { values } = parseArgs({
  options: { circuit: { type: 'string' }, crs: { type: 'string' }, memory: { type: 'string' } },
})
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n')
const octets = (hex) => [...Buffer.from(hex, 'hex')]
const halves = (hex) => ['0x' + hex.slice(0, 32), '0x' + hex.slice(32)]

async function prove(question, scratch) {
  const program = JSON.parse(readFileSync(join(values.circuit, 'program.json'), 'utf8'))
  say({ progress: 'witness' })
  const { witness } = await new Noir(program).execute({
    kind: question.kind,
    committee: halves(question.committee),
    cluster: halves(question.cluster),
    digest: halves(question.digest),
    sequence: question.sequence,
    packed: octets(question.packed),
    signers: question.signers,
    signatures: question.signatures.map(octets),
  })
  const file = join(scratch, 'witness.gz')
  writeFileSync(file, witness, { mode: 0o600 })
  say({ progress: 'proof' })
  const parameters = ['prove', '-b', join(values.circuit, 'program.json'), '-w', file, '-o', scratch, '-t', 'evm']
  await barretenberg([...parameters, '-k', join(values.circuit, 'vk')], {
    crsPath: values.crs,
    memory: values.memory ? Number(values.memory) : undefined,
  })
  const hex = (name) => readFileSync(join(scratch, name)).toString('hex')
  say({ proof: hex('proof'), publicInputs: hex('public_inputs') })
}

const scratch = mkdtempSync(join(tmpdir(), 'quorate-proof-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
try {
  await prove(JSON.parse(readFileSync(0, 'utf8')), scratch)
} catch (error) {
  say({ error: error.message.split('\n')[0].slice(0, 500) })
  process.exitCode = 1
}
