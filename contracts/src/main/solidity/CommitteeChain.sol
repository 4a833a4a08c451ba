// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Certificate, IFinality} from "./IFinality.sol";
import {Statement} from "./Statement.sol";

/// Knows the present committee by its digest and follows it from one to the next; a kind of
/// contract says how a quorum's word is checked. The members themselves are the code of a contract
/// that holds nothing else, for reading code costs less than reading storage.
abstract contract CommitteeChain is IFinality {
    using Statement for *;

    uint256 private constant CONFIGURATION = 8;

    /// Most members: a bit of `signers` each.
    uint256 internal constant MOST = 256;

    /// The group: the digest of its founding record.
    bytes32 public immutable cluster;

    /// SHA-256 of the packed committee.
    bytes32 public committee;

    address internal members;
    uint64 public configuration;
    uint16 internal size;

    event Followed(uint64 indexed configuration, bytes32 committee);

    /// @param group    digest of the founding record
    /// @param founders the packed committee that is trusted; who deploys the contract vouches for it
    constructor(bytes32 group, bytes memory founders) {
        cluster = group;
        install(founders);
    }

    function verify(Certificate calldata certificate) external view returns (bytes32 digest) {
        uint64 present = configuration;
        if (certificate.header.configuration != present) {
            revert OtherConfiguration(present, certificate.header.configuration);
        }
        if (certificate.header.sequence == 0) revert Malformed();
        digest = Statement.digestOf(certificate.header);
        check(
            Statement.Said(vote(), cluster, present, certificate.header.sequence, digest),
            certificate.signers,
            certificate.proof
        );
    }

    function follow(bytes calldata next, uint256 signers, bytes calldata proof) external {
        uint64 present = configuration;
        uint64 following = numberOf(next);
        if (following != present + 1) revert OtherConfiguration(present + 1, following);
        check(Statement.Said(Statement.COMMITTEE, cluster, present, following, sha256(next)), signers, proof);
        install(next);
        emit Followed(following, committee);
    }

    /// The kind of statement that headers are signed in.
    function vote() internal pure virtual returns (uint8) {
        return Statement.CHECKPOINT;
    }

    /// Bytes of a packed member.
    function memberLength() internal pure virtual returns (uint256);

    /// Reverts unless a quorum of the present committee said this.
    function check(Statement.Said memory said, uint256 signers, bytes calldata proof) internal view virtual;

    /// What the data contract holds, made from the packed members.
    function prepare(bytes memory packed) internal view virtual returns (bytes memory) {
        return packed;
    }

    /// Counts signers, and refuses strangers and what is no quorum: (n + f) / 2 + 1 of n.
    function requireQuorum(uint256 signers) internal view returns (uint256 count) {
        uint256 n = size;
        if (n < MOST && signers >> n != 0) revert NoMember();
        for (uint256 rest = signers; rest != 0; rest &= rest - 1) {
            count++;
        }
        uint256 quorum = (n + (n - 1) / 3) / 2 + 1;
        if (count < quorum) revert BelowQuorum(count, quorum);
    }

    /// Reads from the data contract into fresh memory.
    function stored(uint256 from, uint256 length) internal view returns (bytes memory out) {
        out = new bytes(length);
        address data = members;
        assembly ("memory-safe") {
            extcodecopy(data, add(out, 32), add(from, 1), length)
        }
    }

    function install(bytes memory packed) private {
        uint256 length = packed.length - CONFIGURATION;
        uint256 n = length / memberLength();
        if (packed.length < CONFIGURATION || n == 0 || n > MOST || length % memberLength() != 0) {
            revert Malformed();
        }
        committee = sha256(packed);
        configuration = numberOf(packed);
        size = uint16(n);
        bytes memory data = prepare(packed);
        // Copies what follows these eleven bytes: a stop, so that nobody calls it, and the data.
        bytes memory code = abi.encodePacked(hex"61", uint16(data.length + 1), hex"80600a3d393df300", data);
        address made;
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
        }
        if (made == address(0)) revert Malformed();
        members = made;
    }

    function numberOf(bytes memory packed) private pure returns (uint64 found) {
        if (packed.length < CONFIGURATION) revert Malformed();
        assembly ("memory-safe") {
            found := shr(192, mload(add(packed, 32)))
        }
    }
}
