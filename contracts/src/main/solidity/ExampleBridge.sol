// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Certificate, IFinality} from "./IFinality.sol";
import {MerklePath, Path} from "./MerklePath.sol";

/// An example of what consumes certificates: pays out what the group's application decided. The
/// result of a request that withdraws is "withdraw", the recipient and the amount; the certified
/// header's `results` shows that the group gave it. It was not reviewed: write your own.
contract ExampleBridge {
    using MerklePath for Path;

    IFinality public immutable finality;

    /// Leaves that were paid out.
    mapping(bytes32 => bool) public paid;

    error AlreadyPaid();
    error NotInHeader();
    error NotSent();

    event Paid(address indexed recipient, uint256 amount);

    /// A withdrawal as the group executed it.
    /// @param request   the start of the outcome's leaf: the request's id and digest, in CBOR
    struct Withdrawal {
        bytes request;
        address recipient;
        uint256 amount;
        Path path;
    }

    constructor(IFinality group) payable {
        finality = group;
    }

    receive() external payable {}

    function pay(Certificate calldata certificate, Withdrawal calldata withdrawal) external {
        finality.verify(certificate);
        bytes32 leaf = leafOf(withdrawal);
        if (withdrawal.path.rootFrom(leaf) != certificate.header.results) revert NotInHeader();
        if (paid[leaf]) revert AlreadyPaid();
        paid[leaf] = true;
        (bool sent,) = withdrawal.recipient.call{value: withdrawal.amount}("");
        if (!sent) revert NotSent();
        emit Paid(withdrawal.recipient, withdrawal.amount);
    }

    /// The leaf that the engine makes of an outcome: an array of five, the last of which is the
    /// digest of the request's results; here those are one, of 60 bytes. A leaf names its request,
    /// and nothing is executed twice, so each can be paid out once.
    function leafOf(Withdrawal calldata withdrawal) private pure returns (bytes32) {
        bytes32 results = sha256(
            abi.encodePacked(hex"81583c", "withdraw", withdrawal.recipient, withdrawal.amount)
        );
        return MerklePath.leaf(abi.encodePacked(withdrawal.request, hex"5820", results));
    }
}
