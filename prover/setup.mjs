// SPDX-License-Identifier: Apache-2.0
// Makes what a prover and a verifier share for one size of committee:
//   node setup.mjs --members 4 --out FOLDER [--crs FOLDER]
// FOLDER gets program.json, vk, g2.dat, Verifier.sol (for the EVM) and circuit.json. The setup's
// points come from --crs (bn254_g1.dat and bn254_g2.dat), else bb fetches Aztec's Ignition points
// once over the network. Whoever knows the secret behind the points can prove anything: choose them.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compile_program, createFileManager } from '@noir-lang/noir_wasm'
import { barretenberg, versionOf } from './toolchain.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))

// The second point of the Ignition setup in G2, which bb writes into every contract.
const IGNITION = [
  '260e01b251f6f1c7e7ff4e580791dee8ea51d87a358e038b4efe30fac09383c1',
  '0118c4d5b837bcc2bc89b5b398b5974e9f5944073b32078b7e231fec938883b0',
  '04fc6369f7110fe3d25156c1bb9a72859cf2a04641f99ba4ee413c80da6a5fe4',
  '22febda3c0c0632a56475b4214e5615e11e6dd3f96e6cea2854a87d4dacc5e55',
]

async function compile(members, quorum, folder) {
  cpSync(join(HERE, 'circuit'), folder, { recursive: true })
  const main = join(folder, 'src/main.nr')
  const sized = readFileSync(main, 'utf8')
    .replace(/MEMBERS: u32 = \d+/, `MEMBERS: u32 = ${members}`)
    .replace(/QUORUM: u32 = \d+/, `QUORUM: u32 = ${quorum}`)
  writeFileSync(main, sized)
  const { program } = await compile_program(createFileManager(resolve(folder)))
  return program
}

// bb knows the Ignition point alone: with other points its contract must hold theirs.
function withPoint(contract, g2) {
  const words = [1, 0, 3, 2].map((i) => g2.subarray(32 * i, 32 * i + 32).toString('hex'))
  return IGNITION.reduce((text, word, i) => text.replaceAll(new RegExp(word.replace(/^0+/, '0*'), 'g'), words[i]), contract)
}

const { values } = parseArgs({
  options: { members: { type: 'string' }, out: { type: 'string' }, crs: { type: 'string' } },
})
const members = Number(values.members)
if (!(Number.isInteger(members) && members >= 4 && members <= 67) || !values.out) {
  console.error('node setup.mjs --members N (4 to 67) --out FOLDER [--crs FOLDER]')
  process.exit(2)
}
const quorum = Math.floor((members + Math.floor((members - 1) / 3)) / 2) + 1
const scratch = mkdtempSync(join(tmpdir(), 'quorate-circuit-'))
try {
  mkdirSync(values.out, { recursive: true })
  const file = (name) => join(values.out, name)
  const program = await compile(members, quorum, scratch)
  writeFileSync(file('program.json'), JSON.stringify(program))
  const bounds = { crsPath: values.crs }
  await barretenberg(['write_vk', '-b', file('program.json'), '-o', values.out, '-t', 'evm'], bounds)
  await barretenberg(['write_solidity_verifier', '-k', file('vk'), '-o', file('Verifier.sol'), '-t', 'evm', '--optimized'], bounds)
  const g2 = readFileSync(join(values.crs ?? join(homedir(), '.bb-crs'), 'bn254_g2.dat'))
  writeFileSync(file('g2.dat'), g2)
  writeFileSync(file('Verifier.sol'), withPoint(readFileSync(file('Verifier.sol'), 'utf8'), g2))
  const id = createHash('sha256').update(readFileSync(file('vk'))).update(g2).digest('hex')
  const circuit = {
    id,
    backend: 'barretenberg',
    members,
    quorum,
    zeroKnowledge: true,
    noir: versionOf('@noir-lang/noir_js'),
    barretenberg: versionOf('@aztec/bb.js'),
  }
  writeFileSync(file('circuit.json'), JSON.stringify(circuit, null, 2) + '\n')
  console.log(JSON.stringify(circuit))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
