// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// What executing one batch came to, as the engine's record `Header` has it.
struct Header {
    uint64 sequence;
    bytes32 previous;
    bytes32 batch;
    bytes32 results;
    bytes32 state;
    uint64 configuration;
    uint64 timestamp;
}

/// A header, and what shows that a quorum signed it: `./quorate prove header N --format abi`.
/// @param signers a bit for each member in the committee's order, member 0 the lowest
/// @param proof   what the contract's kind wants: signatures, one aggregate, or a proof
struct Certificate {
    Header header;
    uint256 signers;
    bytes proof;
}

/// Knows what one Quorate group has executed.
interface IFinality {
    error OtherConfiguration(uint64 expected, uint64 actual);
    error BelowQuorum(uint256 signers, uint256 quorum);
    error NoMember();
    error Malformed();
    error WrongSignature();

    /// Reverts unless a quorum of the present committee signed the header.
    /// @return the header's digest; the header speaks for all that the chain of digests leads to
    function verify(Certificate calldata certificate) external view returns (bytes32);

    /// Puts the next committee in the place of the present one, if a quorum of that one says so.
    /// @param next    the packed committee: its configuration's number in 8 bytes, then its members
    /// @param signers as in a certificate
    function follow(bytes calldata next, uint256 signers, bytes calldata proof) external;
}
