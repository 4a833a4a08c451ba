// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CommitteeChain} from "./CommitteeChain.sol";
import {Statement} from "./Statement.sol";

/// What Barretenberg writes for a circuit: prover/setup.mjs makes it.
interface IProofVerifier {
    function verify(bytes calldata proof, bytes32[] calldata publicInputs) external view returns (bool);
}

/// A committee of P-256 keys by a zero-knowledge proof, for chains that lack P256VERIFY. `proof` is
/// the circuit's, and `signers` are not told: the circuit counts them. A circuit is for one size of
/// committee, so one of another size needs another contract.
contract FinalityZk is CommitteeChain {
    uint256 private constant MEMBER = 68;

    IProofVerifier public immutable verifier;

    constructor(bytes32 group, bytes memory founders, IProofVerifier circuit) CommitteeChain(group, founders) {
        verifier = circuit;
    }

    function memberLength() internal pure override returns (uint256) {
        return MEMBER;
    }

    /// The members are not read: nothing is stored but their digest.
    function prepare(bytes memory) internal pure override returns (bytes memory) {
        return "";
    }

    function check(Statement.Said memory said, uint256, bytes calldata proof) internal view override {
        bytes32[] memory inputs = new bytes32[](8);
        inputs[0] = bytes32(uint256(said.kind));
        (inputs[1], inputs[2]) = halves(committee);
        (inputs[3], inputs[4]) = halves(said.cluster);
        (inputs[5], inputs[6]) = halves(said.digest);
        inputs[7] = bytes32(uint256(said.sequence));
        if (!verifier.verify(proof, inputs)) revert WrongSignature();
    }

    /// A field element has no room for a digest.
    function halves(bytes32 digest) private pure returns (bytes32, bytes32) {
        return (digest >> 128, bytes32(uint256(uint128(uint256(digest)))));
    }
}
